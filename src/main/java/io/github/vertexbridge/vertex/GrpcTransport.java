package io.github.vertexbridge.vertex;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.BearerToken;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.X509TrustManager;

/**
 * Calls {@code predict} on endpoints by {@link PredictionServiceClient}, one client an endpoint
 * host; TLS always, the token with each call.
 */
final class GrpcTransport implements VertexTransport {
  private final GrpcSetup setup;
  private final Map<URI, GrpcOrigin> origins = new ConcurrentHashMap<>();

  GrpcTransport(String version, VertexOptions options, Optional<X509TrustManager> trust) {
    setup = new GrpcSetup("grpc", version, options, trust);
  }

  @Override
  public Answer send(VertexCall call, BearerToken token) {
    PredictRequest request = PredictJson.request(call.target().fullName(), call.body());
    Duration left = call.deadline().remaining();
    GrpcCallContext context = GrpcOutcome.context(token, left).withExtraHeaders(metadata(call));
    GrpcOrigin origin = at(call.origin());
    return GrpcOutcome.of(
            origin.predict(request, context),
            call.origin(),
            origin.channels(),
            left,
            setup.options().maxAnswer())
        .either(response -> PredictJson.answer(response, call.origin()), refusal -> refusal);
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
    warmed.channels().connect();
    PredictJson.answer(PredictResponse.getDefaultInstance(), origin);
  }

  private GrpcOrigin at(URI origin) {
    return origins.computeIfAbsent(origin, o -> new GrpcOrigin(o, setup));
  }

  @Override
  public void close() {
    origins.values().forEach(GrpcOrigin::close);
    setup.close();
  }
}
