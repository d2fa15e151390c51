package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.EmbedContentRequest;
import com.google.cloud.aiplatform.v1.EmbedContentRequest.EmbedContentConfig;
import com.google.cloud.aiplatform.v1.EmbedContentResponse;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.UsageMetadata;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.Embedding.Embedded;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Embedding models with the limits of "Get text embeddings". */
final class TextEmbeddings {
  private static final int MAX_TEXTS = 250;
  private static final int MAX_TOKENS_A_CALL = 20_000;
  private static final int SMALL = 768;
  private static final int LARGE = 3_072;

  /** Source: the comment of EmbedContentRequest.EmbeddingTaskType. */
  private static final Set<String> TASKS =
      Set.of(
          "",
          "RETRIEVAL_QUERY",
          "RETRIEVAL_DOCUMENT",
          "SEMANTIC_SIMILARITY",
          "CLASSIFICATION",
          "CLUSTERING",
          "QUESTION_ANSWERING",
          "FACT_VERIFICATION",
          "CODE_RETRIEVAL_QUERY");

  private TextEmbeddings() {}

  /** One prediction for each instance, by the older models and gemini-embedding-001. */
  static List<Value> predict(PredictRequest request, ModelKind kind) {
    boolean gemini = kind == ModelKind.GEMINI_EMBEDDING;
    int most = gemini ? 1 : MAX_TEXTS;
    if (request.getInstancesCount() > most) {
      throw invalid(request.getInstancesCount() + " texts, but " + most + " at most");
    }
    int dimensions = gemini ? LARGE : SMALL;
    Value wanted = Structs.member(request.getParameters(), "outputDimensionality");
    if (wanted.hasNumberValue() && wanted.getNumberValue() != Math.rint(wanted.getNumberValue())) {
      throw invalid("outputDimensionality is a whole number");
    }
    Value truncate = Structs.member(request.getParameters(), "autoTruncate");
    List<Value> predictions = new ArrayList<>();
    int tokens = 0;
    for (Value instance : request.getInstancesList()) {
      Value content = Structs.member(instance, "content");
      if (!content.hasStringValue()) {
        throw invalid("an instance is an object with content");
      }
      Embedded embedded =
          Embedding.of(
              content.getStringValue(),
              Structs.member(instance, "title").getStringValue(),
              task(Structs.member(instance, "task_type", "taskType").getStringValue()),
              !truncate.hasBoolValue() || truncate.getBoolValue(),
              dimensions,
              wanted.hasNumberValue() ? (int) wanted.getNumberValue() : dimensions);
      tokens += embedded.tokens();
      predictions.add(prediction(embedded));
    }
    if (tokens > MAX_TOKENS_A_CALL) {
      throw invalid(tokens + " tokens, but " + MAX_TOKENS_A_CALL + " at most in a call");
    }
    return predictions;
  }

  /**
   * One vector for one content, however many parts it has. Options on the request itself are
   * deprecated, and still served.
   */
  @SuppressWarnings("deprecation")
  static EmbedContentResponse embed(EmbedContentRequest request) {
    EmbedContentConfig config = request.getEmbedContentConfig();
    String text =
        request.getContent().getPartsList().stream()
            .map(Part::getText)
            .collect(Collectors.joining("\n"));
    int wanted =
        config.hasOutputDimensionality()
            ? config.getOutputDimensionality()
            : request.hasOutputDimensionality() ? request.getOutputDimensionality() : LARGE;
    String task =
        config.hasTaskType()
            ? config.getTaskType().name()
            : request.hasTaskType() ? request.getTaskType().name() : "";
    Embedded embedded =
        Embedding.of(
            text,
            config.hasTitle() ? config.getTitle() : request.getTitle(),
            task(task.equals("UNSPECIFIED") ? "" : task),
            config.hasAutoTruncate()
                ? config.getAutoTruncate()
                : !request.hasAutoTruncate() || request.getAutoTruncate(),
            LARGE,
            wanted);
    EmbedContentResponse.Builder response = EmbedContentResponse.newBuilder();
    for (double x : embedded.values().asList()) {
      response.getEmbeddingBuilder().addValues((float) x);
    }
    return response
        .setTruncated(embedded.truncated())
        .setUsageMetadata(
            UsageMetadata.newBuilder()
                .setPromptTokenCount(embedded.tokens())
                .setTotalTokenCount(embedded.tokens()))
        .build();
  }

  private static String task(String name) {
    if (!TASKS.contains(name)) {
      throw invalid("no task type: " + name);
    }
    return name;
  }

  private static Value prediction(Embedded embedded) {
    ListValue.Builder values = ListValue.newBuilder();
    for (double x : embedded.values().asList()) {
      values.addValues(Structs.number(x));
    }
    Struct.Builder statistics =
        Struct.newBuilder()
            .putFields("token_count", Structs.number(embedded.tokens()))
            .putFields("truncated", Structs.truth(embedded.truncated()));
    Struct.Builder embeddings =
        Struct.newBuilder()
            .putFields("values", Value.newBuilder().setListValue(values).build())
            .putFields("statistics", Structs.struct(statistics));
    return Structs.struct(Struct.newBuilder().putFields("embeddings", Structs.struct(embeddings)));
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
