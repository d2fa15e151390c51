package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.GrpcCalls.Call;
import io.github.vertexbridge.sandbox.VertexGate.Deployment;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/** PredictionService over gRPC in one location: Predict and GenerateContent. */
final class PredictionGrpc implements BindableService {
  private static final String SERVICE = "google.cloud.aiplatform.v1.PredictionService";

  private final GrpcCalls calls;
  private final VertexGate gate;
  private final VertexModels models;

  PredictionGrpc(GrpcCalls calls, VertexGate gate, VertexModels models) {
    this.calls = calls;
    this.gate = gate;
    this.models = models;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            GrpcCalls.unary(
                SERVICE,
                "Predict",
                PredictRequest.getDefaultInstance(),
                PredictResponse.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(this::predict))
        .addMethod(
            GrpcCalls.unary(
                SERVICE,
                "GenerateContent",
                GenerateContentRequest.getDefaultInstance(),
                GenerateContentResponse.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(this::generateContent))
        .build();
  }

  private void predict(PredictRequest request, StreamObserver<PredictResponse> out) {
    calls.serve(
        new Call(SERVICE + ".Predict", "endpoint", request.getEndpoint(), request),
        (principal, traffic) ->
            models.predict(request, deployment(principal, request.getEndpoint(), traffic)),
        out);
  }

  private void generateContent(
      GenerateContentRequest request, StreamObserver<GenerateContentResponse> out) {
    calls.serve(
        new Call(SERVICE + ".GenerateContent", "model", request.getModel(), request),
        (principal, traffic) ->
            models.generateContent(request, deployment(principal, request.getModel(), traffic)),
        out);
  }

  private Deployment deployment(Principal principal, String name, Traffic traffic) {
    return gate.admit(
        principal,
        VertexResource.parse(name)
            .orElseThrow(
                () ->
                    GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: no resource name: " + name)),
        traffic);
  }
}
