package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Headers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** An https server (HTTP/1.1, and HTTP/2 of at most 100 streams) that answers as it is told. */
final class FakeVertex implements AutoCloseable {

  /** What reached it. */
  @SuppressWarnings("ArrayRecordComponent")
  record Seen(String method, String url, Headers headers, byte[] body) {}

  /** Answers, now or later. */
  interface Script {
    void answer(HttpServerExchange exchange, Seen seen) throws Exception;
  }

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Undertow server;
  private volatile Script script = respond(200, "{}");

  FakeVertex(TestCa ca) {
    this(ca, 0);
  }

  FakeVertex(TestCa ca, int port) {
    server =
        Undertow.builder()
            .addHttpsListener(port, "localhost", ca.serverContext())
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .setServerOption(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 100)
            .setIoThreads(2)
            .setWorkerThreads(8)
            .setHandler(exchange -> exchange.getRequestReceiver().receiveFullBytes(this::received))
            .build();
    server.start();
  }

  private void received(HttpServerExchange exchange, byte[] body) {
    Seen request =
        new Seen(
            exchange.getRequestMethod().toString(),
            exchange.getRequestPath()
                + (exchange.getQueryString().isEmpty() ? "" : "?" + exchange.getQueryString()),
            new Headers(
                StreamSupport.stream(exchange.getRequestHeaders().spliterator(), false)
                    .collect(
                        Collectors.toMap(
                            h -> h.getHeaderName().toString(), h -> String.join(", ", h)))),
            body);
    seen.add(request);
    try {
      script.answer(exchange, request);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void script(Script next) {
    script = next;
  }

  URI origin() {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return URI.create("https://localhost:" + address.getPort());
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  Seen last() {
    return seen.get(seen.size() - 1);
  }

  static Script respond(int status, String json) {
    return respond(
        status,
        Map.of("Content-Type", "application/json; charset=UTF-8"),
        json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  static Script respond(int status, Map<String, String> headers, byte[] body) {
    return (exchange, seen) -> {
      exchange.setStatusCode(status);
      headers.forEach((n, v) -> exchange.getResponseHeaders().put(new HttpString(n), v));
      exchange.getResponseSender().send(ByteBuffer.wrap(body));
    };
  }

  @Override
  public void close() {
    server.stop();
  }
}
