package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.ComputeTokensRequest;
import com.google.cloud.aiplatform.v1.ComputeTokensResponse;
import com.google.cloud.aiplatform.v1.CountTokensRequest;
import com.google.cloud.aiplatform.v1.CountTokensResponse;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.VertexGate.Deployment;
import java.util.List;

/** The models of every location and both transports. */
record VertexModels(TextModel text, PredictModels predict, RawModels raw) {

  GenerateContentResponse generateContent(GenerateContentRequest request, Deployment deployment) {
    requireText(deployment, "generateContent");
    return text.generate(request, deployment);
  }

  List<GenerateContentResponse> streamGenerateContent(
      GenerateContentRequest request, Deployment deployment) {
    requireText(deployment, "streamGenerateContent");
    return text.stream(request, deployment);
  }

  CountTokensResponse countTokens(CountTokensRequest request, Deployment deployment) {
    requireText(deployment, "countTokens");
    return text.count(request);
  }

  PredictResponse predict(PredictRequest request, Deployment deployment) {
    return predict.predict(request, deployment);
  }

  ComputeTokensResponse computeTokens(ComputeTokensRequest request, Deployment deployment) {
    requireText(deployment, "computeTokens");
    return text.compute(request);
  }

  Reply rawPredict(Request request, Deployment deployment) {
    return raw.rawPredict(request, deployment);
  }

  private static void requireText(Deployment deployment, String action) {
    if (!deployment.kind().isText()) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION,
          "EMULATOR: " + deployment.resource().name() + " does not serve " + action);
    }
  }
}
