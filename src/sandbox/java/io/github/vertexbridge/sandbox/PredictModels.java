package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.VertexGate.Deployment;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import java.util.ArrayList;
import java.util.List;

/** The models behind {@code predict}: the Iris classifier and an embedding by feature hashing. */
final class PredictModels {
  private static final int DIMENSIONS = 768;
  private static final int MAX_TEXTS = 250;

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
    } else if (deployment.kind() == ModelKind.EMBEDDING) {
      if (request.getInstancesCount() > MAX_TEXTS) {
        throw invalid("more than " + MAX_TEXTS + " texts");
      }
      int dimensions = dimensions(request.getParameters());
      request
          .getInstancesList()
          .forEach(instance -> response.addPredictions(embedding(instance, dimensions)));
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
        .forEach((species, distance) -> distances.putFields(species, number(distance)));
    return struct(
        Struct.newBuilder()
            .putFields("species", Value.newBuilder().setStringValue(guess.species()).build())
            .putFields("distances", struct(distances)));
  }

  private static Value embedding(Value instance, int dimensions) {
    Value content =
        instance.getStructValue().getFieldsOrDefault("content", Value.getDefaultInstance());
    if (!content.hasStringValue() || content.getStringValue().isBlank()) {
      throw invalid("an instance is an object with content");
    }
    List<String> tokens = Tokeniser.tokens(content.getStringValue());
    ListValue.Builder values = ListValue.newBuilder();
    for (double x : unitVector(tokens, dimensions)) {
      values.addValues(number(x));
    }
    Struct.Builder statistics =
        Struct.newBuilder()
            .putFields("token_count", number(tokens.size()))
            .putFields("truncated", Value.newBuilder().setBoolValue(false).build());
    return struct(
        Struct.newBuilder()
            .putFields(
                "embeddings",
                struct(
                    Struct.newBuilder()
                        .putFields("values", Value.newBuilder().setListValue(values).build())
                        .putFields("statistics", struct(statistics)))));
  }

  /** Feature hashing: the same words give the same vector, of length 1. */
  static double[] unitVector(List<String> tokens, int dimensions) {
    double[] vector = new double[dimensions];
    for (String token : tokens) {
      int hash = token.hashCode();
      vector[Math.floorMod(hash, dimensions)] += (hash & 1 << 30) == 0 ? 1 : -1;
    }
    double length = 0;
    for (double x : vector) {
      length += x * x;
    }
    for (int i = 0; length > 0 && i < vector.length; i++) {
      vector[i] /= Math.sqrt(length);
    }
    return vector;
  }

  private static int dimensions(Value parameters) {
    Value asked =
        parameters
            .getStructValue()
            .getFieldsOrDefault("outputDimensionality", Value.getDefaultInstance());
    double wanted = asked.hasNumberValue() ? asked.getNumberValue() : DIMENSIONS;
    if (wanted < 1 || wanted > DIMENSIONS || wanted != Math.rint(wanted)) {
      throw invalid("outputDimensionality is 1 to " + DIMENSIONS);
    }
    return (int) wanted;
  }

  private static Value number(double value) {
    return Value.newBuilder().setNumberValue(value).build();
  }

  private static Value struct(Struct.Builder fields) {
    return Value.newBuilder().setStructValue(fields).build();
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
