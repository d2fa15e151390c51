package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.VertexGate.Deployment;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The models behind {@code predict}: the Iris classifier, embeddings, pictures. */
final class PredictModels {
  private static final int MAX_PICTURES = 4;

  /** A GIF of one point. */
  private static final String POINT = "R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==";

  private final Iris iris;

  PredictModels(Iris iris) {
    this.iris = iris;
  }

  PredictResponse predict(PredictRequest request, Deployment deployment) {
    if (request.getInstancesCount() == 0) {
      throw invalid("instances is empty");
    }
    PredictResponse.Builder response = PredictResponse.newBuilder();
    if (deployment.kind() == ModelKind.IRIS) {
      request.getInstancesList().forEach(instance -> response.addPredictions(flower(instance)));
    } else if (deployment.kind() == ModelKind.EMBEDDING
        || deployment.kind() == ModelKind.GEMINI_EMBEDDING) {
      response.addAllPredictions(TextEmbeddings.predict(request, deployment.kind()));
    } else if (deployment.kind() == ModelKind.IMAGE) {
      response.addAllPredictions(pictures(request));
    } else {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION,
          "EMULATOR: " + deployment.resource().name() + " does not serve predict");
    }
    deployment
        .endpoint()
        .ifPresent(
            endpoint ->
                response
                    .setDeployedModelId(endpoint.deployedModelId())
                    .setModel(
                        "projects/%s/locations/%s/models/%s"
                            .formatted(
                                deployment.resource().project(),
                                endpoint.location(),
                                endpoint.model()))
                    .setModelDisplayName(endpoint.displayName())
                    .setModelVersionId("1"));
    return response.build();
  }

  /** An instance is an array of four numbers, or an object with the table's names. */
  private Value flower(Value instance) {
    List<Value> cells = new ArrayList<>();
    if (instance.hasListValue()) {
      cells.addAll(instance.getListValue().getValuesList());
    } else if (instance.hasStructValue()) {
      Struct struct = instance.getStructValue();
      if (struct.getFieldsCount() == Iris.fields().size()) {
        Iris.fields()
            .forEach(
                name -> cells.add(struct.getFieldsOrDefault(name, Value.getDefaultInstance())));
      }
    }
    if (cells.size() != Iris.fields().size() || !cells.stream().allMatch(Value::hasNumberValue)) {
      throw invalid("an instance is four numbers, or an object of " + Iris.fields());
    }
    Iris.Guess guess = iris.classify(cells.stream().map(Value::getNumberValue).toList());
    Struct.Builder distances = Struct.newBuilder();
    guess
        .distances()
        .forEach((species, distance) -> distances.putFields(species, Structs.number(distance)));
    return Structs.struct(
        Struct.newBuilder()
            .putFields("species", Structs.text(guess.species()))
            .putFields("distances", Structs.struct(distances)));
  }

  /** As many pictures of one point as are asked for, whatever the prompt. */
  private static List<Value> pictures(PredictRequest request) {
    Value count = Structs.member(request.getParameters(), "sampleCount");
    double wanted = count.hasNumberValue() ? count.getNumberValue() : 1;
    if (wanted < 1 || wanted > MAX_PICTURES) {
      throw invalid("sampleCount is 1 to " + MAX_PICTURES);
    }
    Value picture =
        Structs.struct(
            Struct.newBuilder()
                .putFields("mimeType", Structs.text("image/gif"))
                .putFields("bytesBase64Encoded", Structs.text(POINT)));
    return Collections.nCopies((int) wanted, picture);
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
