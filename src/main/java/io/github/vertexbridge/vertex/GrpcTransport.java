package io.github.vertexbridge.vertex;

import com.google.api.core.ApiFuture;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.FailureException;
import io.grpc.CallOptions;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.X509TrustManager;

/**
 * Calls {@code predict} on endpoints by {@link PredictionServiceClient}, one client an endpoint
 * host; TLS always, the token with each call.
 *
 * <p>The clients have no credentials of their own and never look for the machine's: the only token
 * that a call can carry is the one it was given.
 */
final class GrpcTransport implements VertexTransport {
  private final String version;
  private final VertexOptions options;
  private final Optional<X509TrustManager> trust;
  private final ThreadPoolExecutor workers = Threads.cached("grpc");
  private final ScheduledThreadPoolExecutor background = Threads.scheduled("grpc-background");
  private final Map<URI, GrpcOrigin> origins = new ConcurrentHashMap<>();

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
            .withExtraHeaders(metadata(call));
    GrpcOrigin origin = at(call.origin());
    ApiFuture<PredictResponse> answer = origin.predict(request, context);
    try {
      return PredictJson.answer(answer.get(left.toNanos(), TimeUnit.NANOSECONDS), call.origin());
    } catch (ExecutionException e) {
      origin.retryConnecting();
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

  @Override
  public void check(VertexCall call) {
    PredictRequest unused = PredictJson.request(call.target().fullName(), call.body());
  }

  private static Map<String, List<String>> metadata(VertexCall call) {
    Map<String, List<String>> metadata = new HashMap<>();
    metadata.put("x-goog-request-reason", List.of(call.correlationId().value()));
    if (call.ownHost()) {
      // A dedicated endpoint's host asks for it: "Dedicated public endpoints" of Vertex AI.
      call.target()
          .resource()
          .endpointId()
          .ifPresent(id -> metadata.put("x-vertex-ai-endpoint-id", List.of(id)));
    }
    return metadata;
  }

  /** Connects to an origin and loads the codec; calls nothing. */
  void warm(URI origin) {
    GrpcOrigin warmed = at(origin);
    warmed.connect();
    PredictJson.answer(PredictResponse.getDefaultInstance(), origin);
  }

  private GrpcOrigin at(URI origin) {
    return origins.computeIfAbsent(
        origin, o -> new GrpcOrigin(o, version, options, trust, workers, background));
  }

  @Override
  public void close() {
    origins.values().forEach(GrpcOrigin::close);
    background.shutdownNow();
    workers.shutdown();
  }
}
