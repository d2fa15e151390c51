package io.github.vertexbridge.vertex;

import com.google.api.core.ApiFuture;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import java.io.IOException;
import java.net.URI;

/** The client for predictions of one endpoint host. */
final class GrpcOrigin {
  private final GrpcChannels channels;
  private final PredictionServiceClient client;

  GrpcOrigin(URI origin, GrpcSetup setup) {
    channels = new GrpcChannels(origin, setup);
    try {
      client =
          PredictionServiceClient.create(
              channels
                  .settings(
                      PredictionServiceSettings.newBuilder(),
                      PredictionServiceSettings.defaultGrpcTransportProviderBuilder())
                  .build());
    } catch (IOException e) {
      throw new IllegalStateException("no gRPC client", e);
    }
  }

  ApiFuture<PredictResponse> predict(PredictRequest request, GrpcCallContext context) {
    return client.predictCallable().futureCall(request, context);
  }

  GrpcChannels channels() {
    return channels;
  }

  void close() {
    client.shutdownNow();
  }
}
