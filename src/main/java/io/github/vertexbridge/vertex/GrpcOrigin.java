package io.github.vertexbridge.vertex;

import com.google.api.core.ApiFuture;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import io.grpc.ForwardingChannelBuilder2;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

/** The typed client for one endpoint host, and the channel under it. */
final class GrpcOrigin {
  private static final int HTTPS = 443;

  /** Shorter than the 4 min after which Azure's outbound NAT forgets a connection silently. */
  private static final Duration IDLE = Duration.ofMinutes(2);

  private final List<ManagedChannel> channels = new CopyOnWriteArrayList<>();
  private final PredictionServiceClient client;

  GrpcOrigin(
      URI origin,
      String version,
      VertexOptions options,
      Optional<X509TrustManager> trust,
      Executor workers,
      ScheduledExecutorService background) {
    String authority =
        origin.getPort() < 0 ? origin.getHost() + ":" + HTTPS : origin.getAuthority();
    try {
      client =
          PredictionServiceClient.create(
              PredictionServiceSettings.newBuilder()
                  .setEndpoint(authority)
                  .setCredentialsProvider(NoCredentialsProvider.create())
                  .setBackgroundExecutorProvider(FixedExecutorProvider.create(background))
                  // A channel made by us would lose x-goog-request-params, by which Google routes.
                  .setTransportChannelProvider(
                      PredictionServiceSettings.defaultGrpcTransportProviderBuilder()
                          .setExecutor(workers)
                          .setMaxInboundMessageSize(options.maxAnswer())
                          .setChannelConfigurator(builder -> configure(builder, version, trust))
                          .build())
                  .build());
    } catch (IOException e) {
      throw new IllegalStateException("no gRPC client", e);
    }
  }

  ApiFuture<PredictResponse> predict(PredictRequest request, GrpcCallContext context) {
    return client.predictCallable().futureCall(request, context);
  }

  /** Starts to connect, if there is no connection. */
  void connect() {
    channels.forEach(channel -> channel.getState(true));
  }

  /**
   * Ends the wait before the next attempt to connect, which gRPC doubles up to 2 min: a call after
   * an outage finds the server as soon as it is back. Without effect on a working connection.
   */
  void retryConnecting() {
    channels.forEach(ManagedChannel::resetConnectBackoff);
  }

  @SuppressWarnings("rawtypes") // as gax declares it
  private ManagedChannelBuilder configure(
      ManagedChannelBuilder builder, String version, Optional<X509TrustManager> trust) {
    builder.userAgent("vertexbridge/" + version);
    builder.idleTimeout(IDLE.toSeconds(), TimeUnit.SECONDS);
    trust.ifPresent(manager -> trusting((NettyChannelBuilder) builder, manager));
    return new Remembering(builder);
  }

  private static void trusting(NettyChannelBuilder builder, X509TrustManager manager) {
    try {
      builder.sslContext(GrpcSslContexts.forClient().trustManager(manager).build());
    } catch (SSLException e) {
      throw new IllegalStateException("no TLS", e);
    }
  }

  void close() {
    client.shutdownNow();
  }

  /** Keeps the channel that gax builds, which it shows to nobody. */
  private final class Remembering extends ForwardingChannelBuilder2<Remembering> {
    private final ManagedChannelBuilder<?> builder;

    Remembering(ManagedChannelBuilder<?> builder) {
      this.builder = builder;
    }

    @Override
    protected ManagedChannelBuilder<?> delegate() {
      return builder;
    }

    @Override
    public ManagedChannel build() {
      ManagedChannel channel = super.build();
      channels.add(channel);
      return channel;
    }
  }
}
