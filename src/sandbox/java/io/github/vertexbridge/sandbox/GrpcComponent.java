package io.github.vertexbridge.sandbox;

import io.github.vertexbridge.sandbox.CertificateAuthority.Issued;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gRPC port over TLS. */
final class GrpcComponent extends PortComponent {
  private final SslContext tls;
  private final List<BindableService> services;
  private final ServerInterceptor interceptor;
  private final ExecutorService executor;
  private @Nullable Server server;

  GrpcComponent(
      String name,
      int port,
      Issued certificate,
      List<BindableService> services,
      ServerInterceptor interceptor,
      ExecutorService executor)
      throws IOException {
    super(name, "https", port);
    this.tls =
        GrpcSslContexts.configure(
                SslContextBuilder.forServer(
                    certificate.key(), certificate.chain().toArray(X509Certificate[]::new)))
            .build();
    this.services = List.copyOf(services);
    this.interceptor = interceptor;
    this.executor = executor;
  }

  @Override
  int listen(int wanted) {
    try {
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(PortHold.loopback(wanted))
              .sslContext(tls)
              .executor(executor)
              .maxConcurrentCallsPerConnection(HttpComponent.MAX_CONCURRENT_STREAMS);
      services.forEach(s -> builder.addService(ServerInterceptors.intercept(s, interceptor)));
      Server started = builder.build().start();
      server = started;
      return started.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen for " + name() + " on port " + wanted, e);
    }
  }

  @Override
  void stop() {
    if (server == null) {
      return;
    }
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server = null;
  }
}
