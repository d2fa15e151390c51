package io.github.vertexbridge.localhost;

import io.github.vertexbridge.localhost.worker.InvocationRequest;
import io.github.vertexbridge.localhost.worker.RpcHttp;
import io.github.vertexbridge.localhost.worker.TypedData;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.handlers.RequestLimit;
import io.undertow.server.handlers.RequestLimitingHandler;
import io.undertow.util.HeaderValues;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** The host's HTTP side, on the loopback interface. */
final class HttpFront implements AutoCloseable {
  /** The host waits so long for running invocations when it stops. */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private static final long MAX_ENTITY = 104_857_600;

  private final RouteTable routes;
  private final Invoker invoker;
  private final Activity activity;
  private final Executor pool;
  private final GracefulShutdownHandler drain;
  private final Undertow server;

  /**
   * Starts listening.
   *
   * @param port 0: the system's choice
   * @param pool where requests wait for their functions; unbounded
   */
  HttpFront(
      RouteTable routes,
      Invoker invoker,
      Activity activity,
      HostOptions options,
      int port,
      Executor pool) {
    this.routes = routes;
    this.invoker = invoker;
    this.activity = activity;
    this.pool = pool;
    this.drain = new GracefulShutdownHandler(limited(this::handle, options));
    this.server =
        Undertow.builder()
            .addHttpListener(port, "127.0.0.1", new HttpContinueReadHandler(drain))
            .setIoThreads(2)
            .setWorkerThreads(1)
            .setServerOption(UndertowOptions.DECODE_URL, false)
            .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 32_768)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_ENTITY)
            .build();
    server.start();
  }

  /** Beyond the outstanding requests 429 without body; beyond the concurrent ones they wait. */
  private static HttpHandler limited(HttpHandler next, HostOptions options) {
    int concurrent = options.maxConcurrentRequests();
    int outstanding = options.maxOutstandingRequests();
    HttpHandler waiting =
        concurrent < 0 ? next : new RequestLimitingHandler(new RequestLimit(concurrent), next);
    if (outstanding < 0) {
      return waiting;
    }
    Semaphore free = new Semaphore(outstanding);
    return exchange -> {
      if (!free.tryAcquire()) {
        exchange.setStatusCode(429).endExchange();
        return;
      }
      exchange.addExchangeCompleteListener(
          (done, others) -> {
            free.release();
            others.proceed();
          });
      waiting.handleRequest(exchange);
    };
  }

  /** The port that it listens on. */
  int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  /** Refuses new requests, waits for running ones, stops. */
  @Override
  public void close() {
    drain.shutdown();
    try {
      drain.awaitShutdown(DRAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop();
  }

  private void handle(HttpServerExchange exchange) {
    RequestUrl url;
    try {
      String query = exchange.getQueryString();
      url = RequestUrl.of(exchange.getRequestURI() + (query.isEmpty() ? "" : "?" + query));
    } catch (IllegalArgumentException e) {
      exchange.setStatusCode(400).endExchange();
      return;
    }
    Optional<RouteTable.Match> match =
        routes.match(exchange.getRequestMethod().toString(), url.path());
    if (match.isEmpty()) {
      exchange.setStatusCode(404).endExchange();
      return;
    }
    exchange.dispatch(pool, dispatched -> serve(dispatched, url, match.get()));
  }

  private void serve(HttpServerExchange exchange, RequestUrl url, RouteTable.Match match)
      throws IOException, InterruptedException {
    Map<String, String> headers = headers(exchange);
    exchange.startBlocking();
    byte[] sent = exchange.getInputStream().readAllBytes();
    // The host reads a body only if there is a Content-Length: a chunked one is lost.
    byte[] read = exchange.getRequestContentLength() > 0 ? sent : new byte[0];
    TypedData body = RequestBody.of(read, headers.getOrDefault("content-type", ""));
    RpcHttp http =
        new RpcHttp(
            exchange.getRequestMethod().toString(),
            url.absolute(exchange.getHostAndPort()),
            headers,
            match.params(),
            url.parameters(),
            body);
    Answer.send(exchange, invoker.call(request(match.function(), http)));
  }

  private InvocationRequest request(String function, RpcHttp http) {
    Map<String, TypedData> metadata = new LinkedHashMap<>();
    if (http.body() instanceof TypedData.Text text) {
      metadata.putAll(TriggerMetadata.properties(text.value()));
    }
    http.query().forEach((name, value) -> metadata.put(name, new TypedData.Text(value)));
    http.params().forEach((name, value) -> metadata.put(name, new TypedData.Text(value)));
    return new InvocationRequest(
        UUID.randomUUID().toString(),
        function,
        Optional.of(http),
        new TypedData.None(),
        metadata,
        activity.childOf(http.headers().getOrDefault("traceparent", "")),
        http.headers().getOrDefault("tracestate", ""));
  }

  private static Map<String, String> headers(HttpServerExchange exchange) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (HeaderValues values : exchange.getRequestHeaders()) {
      headers.put(
          values.getHeaderName().toString().toLowerCase(Locale.ROOT), String.join(",", values));
    }
    return headers;
  }
}
