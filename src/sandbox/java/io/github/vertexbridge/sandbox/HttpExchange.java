package io.github.vertexbridge.sandbox;

import com.google.protobuf.ByteString;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.Options;

/** Between a port and an endpoint: applies the scripted fault, then sends the answer. */
final class HttpExchange {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);

  private final String name;
  private final Faults faults;
  private final HttpEndpoint endpoint;
  private final boolean compress;

  /**
   * @param compress whether answers are compressed when the client accepts gzip, as Google does
   */
  HttpExchange(String name, Faults faults, HttpEndpoint endpoint, boolean compress) {
    this.name = name;
    this.faults = faults;
    this.endpoint = endpoint;
    this.compress = compress;
  }

  /** Called on an I/O thread; waits without holding a thread. */
  void received(HttpServerExchange http, Request request) {
    Optional<Fault> fault = faults.next(name);
    endpoint.arrived(request, fault);
    if (fault.isEmpty()) {
      http.dispatch(exchange -> send(exchange, request, answer(request)));
    } else if (fault.get() instanceof Fault.Delay delay) {
      later(http, delay.delay(), exchange -> send(exchange, request, answer(request)));
    } else if (fault.get() instanceof Fault.Drip drip) {
      http.dispatch(exchange -> drip(exchange, answer(request), drip.interval()));
    } else if (fault.get() instanceof Fault.StreamError error) {
      http.dispatch(exchange -> send(exchange, request, Streams.broken(answer(request), error)));
    } else if (fault.get() instanceof Fault.Lost) {
      http.dispatch(
          exchange -> {
            answer(request);
            reset(exchange);
          });
    } else if (fault.get() instanceof Fault.Hang) {
      http.dispatch(SameThreadExecutor.INSTANCE, () -> {});
    } else if (fault.get() instanceof Fault.Reset) {
      reset(http);
    } else {
      Reply reply = reply(fault.get());
      http.dispatch(exchange -> send(exchange, request, reply));
    }
  }

  private Reply answer(Request request) {
    try {
      return endpoint.answer(request);
    } catch (RuntimeException e) {
      LOG.error("{} failed on {} {}", name, request.method(), request.path(), e);
      return Reply.json(500, Map.of("error", "EMULATOR: the sandbox itself failed"));
    }
  }

  private static Reply reply(Fault fault) {
    if (fault instanceof Fault.Status status) {
      return new Reply(status.code(), status.headers(), ByteString.copyFromUtf8(status.body()));
    }
    if (fault instanceof Fault.Redirect redirect) {
      return new Reply(redirect.code(), Map.of("Location", redirect.location()), ByteString.EMPTY);
    }
    if (fault instanceof Fault.Html html) {
      return Reply.html(html.code(), "EMULATOR: this is a web page, not an answer");
    }
    throw new IllegalStateException(fault + " has no answer of its own");
  }

  private void send(HttpServerExchange http, Request request, Reply reply) {
    ByteString body = reply.body();
    boolean gzip =
        compress
            && !body.isEmpty()
            && !reply.headers().containsKey("Content-Encoding")
            && request.header("Accept-Encoding").filter(v -> v.contains("gzip")).isPresent();
    head(http, reply);
    if (gzip) {
      http.getResponseHeaders().put(new HttpString("Content-Encoding"), "gzip");
      body = gzip(body);
    }
    http.getResponseSender().send(body.asReadOnlyByteBuffer());
  }

  private static void head(HttpServerExchange http, Reply reply) {
    http.setStatusCode(reply.status());
    reply
        .headers()
        .forEach((name, value) -> http.getResponseHeaders().put(new HttpString(name), value));
  }

  private static ByteString gzip(ByteString body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      body.writeTo(zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }

  private static void later(HttpServerExchange http, Duration delay, HttpHandler then) {
    http.dispatch(
        SameThreadExecutor.INSTANCE,
        () ->
            http.getIoThread()
                .executeAfter(
                    () -> Connectors.executeRootHandler(e -> e.dispatch(then), http),
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS));
  }

  private static void drip(HttpServerExchange http, Reply reply, Duration interval)
      throws IOException, InterruptedException {
    head(http, reply);
    http.setResponseContentLength(reply.body().size());
    http.startBlocking();
    try (OutputStream out = http.getOutputStream()) {
      for (byte next : reply.body()) {
        out.write(next);
        out.flush();
        Thread.sleep(interval.toMillis());
      }
    }
  }

  private static void reset(HttpServerExchange http) {
    try {
      // Linger 0: the peer sees a TCP reset, not an orderly end.
      http.getConnection().setOption(Options.CLOSE_ABORT, true);
    } catch (IOException e) {
      LOG.debug("no abort on this connection, closing it", e);
    }
    IoUtils.safeClose(http.getConnection());
  }
}
