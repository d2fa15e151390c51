package io.github.vertexbridge.vertex;

import com.google.api.core.ApiFuture;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.FailureException;
import io.grpc.CallOptions;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

/**
 * Calls {@code predict} on endpoints by {@link PredictionServiceClient}, one client an endpoint
 * host; TLS always, the token with each call.
 *
 * <p>The clients have no credentials of their own and never look for the machine's: the only token
 * that a call can carry is the one it was given.
 */
final class GrpcTransport implements VertexTransport {
  private static final int HTTPS = 443;

  /** Shorter than the 4 min after which Azure's outbound NAT forgets a connection silently. */
  private static final Duration IDLE = Duration.ofMinutes(2);

  private final String version;
  private final VertexOptions options;
  private final Optional<X509TrustManager> trust;
  private final ThreadPoolExecutor workers = Threads.cached("grpc");
  private final ScheduledThreadPoolExecutor background = Threads.scheduled("grpc-background");
  private final Map<String, PredictionServiceClient> clients = new ConcurrentHashMap<>();

  GrpcTransport(String version, VertexOptions options, Optional<X509TrustManager> trust) {
    this.version = version;
    this.options = options;
    this.trust = trust;
  }

  @Override
  public Answer send(VertexCall call, BearerToken token) {
    PredictRequest request = PredictJson.request(call.target().fullName(), call.body());
    Duration left = call.deadline().remaining();
    GrpcCallContext context =
        GrpcCallContext.createDefault()
            .withCallOptions(
                CallOptions.DEFAULT.withCallCredentials(new BearerCallCredentials(token)))
            .withTimeoutDuration(left)
            .withExtraHeaders(
                Map.of("x-goog-request-reason", List.of(call.correlationId().value())));
    ApiFuture<PredictResponse> answer =
        client(call.origin()).predictCallable().futureCall(request, context);
    try {
      return PredictJson.answer(answer.get(left.toNanos(), TimeUnit.NANOSECONDS), call.origin());
    } catch (ExecutionException e) {
      return GrpcErrors.answer(call.origin(), e, options.maxAnswer());
    } catch (TimeoutException e) {
      throw new FailureException(Failures.timeout(call.origin(), "no-answer"), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(Failures.interrupted(), e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Makes the client for an origin and loads the codec; connects nowhere. */
  void warm(URI origin) {
    client(origin);
    PredictJson.answer(PredictResponse.getDefaultInstance(), origin);
  }

  private PredictionServiceClient client(URI origin) {
    String authority =
        origin.getPort() < 0 ? origin.getHost() + ":" + HTTPS : origin.getAuthority();
    return clients.computeIfAbsent(authority, this::open);
  }

  private PredictionServiceClient open(String authority) {
    try {
      return PredictionServiceClient.create(
          PredictionServiceSettings.newBuilder()
              .setEndpoint(authority)
              .setCredentialsProvider(NoCredentialsProvider.create())
              .setBackgroundExecutorProvider(FixedExecutorProvider.create(background))
              // A channel of our own would lose x-goog-request-params, by which Google routes.
              .setTransportChannelProvider(
                  PredictionServiceSettings.defaultGrpcTransportProviderBuilder()
                      .setExecutor(workers)
                      .setMaxInboundMessageSize(options.maxAnswer())
                      .setChannelConfigurator(this::configure)
                      .build())
              .build());
    } catch (IOException e) {
      throw new IllegalStateException("no gRPC client", e);
    }
  }

  @SuppressWarnings("rawtypes") // as gax declares it
  private ManagedChannelBuilder configure(ManagedChannelBuilder builder) {
    builder.userAgent("vertexbridge/" + version);
    builder.idleTimeout(IDLE.toSeconds(), TimeUnit.SECONDS);
    trust.ifPresent(manager -> trusting((NettyChannelBuilder) builder, manager));
    return builder;
  }

  private static void trusting(NettyChannelBuilder builder, X509TrustManager manager) {
    try {
      builder.sslContext(GrpcSslContexts.forClient().trustManager(manager).build());
    } catch (SSLException e) {
      throw new IllegalStateException("no TLS", e);
    }
  }

  @Override
  public void close() {
    clients.values().forEach(PredictionServiceClient::shutdownNow);
    background.shutdownNow();
    workers.shutdown();
  }
}
