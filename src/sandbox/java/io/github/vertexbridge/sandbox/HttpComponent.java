package io.github.vertexbridge.sandbox;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;

/** An HTTP port: HTTP/1.1 in clear, or HTTP/1.1 and HTTP/2 over TLS as Google's front ends have. */
final class HttpComponent extends PortComponent {
  /** What Google's front ends advertise. */
  static final int MAX_CONCURRENT_STREAMS = 100;

  private static final int SHUTDOWN_MILLIS = 200;

  private final Optional<SSLContext> tls;
  private final HttpExchange exchange;
  private @Nullable Undertow server;

  HttpComponent(String name, int port, Optional<SSLContext> tls, HttpExchange exchange) {
    super(name, tls.isPresent() ? "https" : "http", port);
    this.tls = tls;
    this.exchange = exchange;
  }

  @Override
  int listen(int wanted) {
    Undertow.Builder builder =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(64)
            .setWorkerOption(Options.THREAD_DAEMON, true)
            .setWorkerOption(Options.WORKER_NAME, "sandbox-" + name())
            .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, SHUTDOWN_MILLIS)
            .setServerOption(UndertowOptions.ENABLE_HTTP2, tls.isPresent())
            .setServerOption(
                UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, MAX_CONCURRENT_STREAMS)
            .setHandler(this::receive);
    if (tls.isPresent()) {
      builder.addHttpsListener(wanted, "127.0.0.1", tls.get());
    } else {
      builder.addHttpListener(wanted, "127.0.0.1");
    }
    Undertow started = builder.build();
    started.start();
    server = started;
    return ((InetSocketAddress) started.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  void stop() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  private void receive(HttpServerExchange http) {
    http.getRequestReceiver()
        .receiveFullBytes((read, body) -> exchange.received(read, Request.of(read, body)));
  }
}
