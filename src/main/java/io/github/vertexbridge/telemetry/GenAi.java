package io.github.vertexbridge.telemetry;

import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * A call in the names of OpenTelemetry's semantic conventions for generative AI (1.37 and later,
 * status: development; opentelemetry.io/docs/specs/semconv/gen-ai).
 */
final class GenAi {
  private static final String PROVIDER = "gcp.vertex_ai";

  private static final Map<String, String> OPERATIONS =
      Map.of(
          "generateContent", "generate_content",
          "streamGenerateContent", "generate_content",
          "chatCompletions", "chat",
          "rawPredict", "chat",
          "streamRawPredict", "chat",
          "embedContent", "embeddings");

  /** Names of Gemini, OpenAI and Anthropic; those of a row are parts of one count. */
  private static final List<List<String>> INPUT =
      List.of(
          List.of("promptTokenCount", "toolUsePromptTokenCount"),
          List.of("prompt_tokens"),
          List.of("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"));

  private static final List<List<String>> OUTPUT =
      List.of(
          List.of("candidatesTokenCount", "thoughtsTokenCount"),
          List.of("completion_tokens"),
          List.of("output_tokens"));

  private final CallReport report;

  GenAi(CallReport report) {
    this.report = report;
  }

  /** {@code gen_ai.operation.name}; empty for calls that are none of these operations. */
  Optional<String> operation() {
    return report.target().flatMap(GenAi::operation);
  }

  private static Optional<String> operation(Target target) {
    Optional<String> known = Optional.ofNullable(OPERATIONS.get(target.action().value()));
    boolean embeds =
        target.action().value().equals("predict") && target.model().value().contains("embedding");
    return embeds ? Optional.of("embeddings") : known;
  }

  /** Dimensions of a metric: few values each. */
  Map<String, String> dimensions() {
    Map<String, String> dimensions = new TreeMap<>();
    operation().ifPresent(name -> dimensions.put("gen_ai.operation.name", name));
    dimensions.put("gen_ai.provider.name", PROVIDER);
    report.target().ifPresent(target -> dimensions.put("gen_ai.request.model", modelName(target)));
    report.failure().ifPresent(failure -> dimensions.put("error.type", failure.code().name()));
    return dimensions;
  }

  /** The same with what is the call's own, for its event. */
  Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>(dimensions());
    copy("modelVersion", "gen_ai.response.model", properties);
    copy("responseId", "gen_ai.response.id", properties);
    return properties;
  }

  private void copy(String fact, String name, Map<String, String> to) {
    Optional.ofNullable(report.facts().get(fact)).ifPresent(value -> to.put(name, value));
  }

  private static String modelName(Target target) {
    String model = target.model().value();
    return model.substring(model.lastIndexOf('/') + 1);
  }

  OptionalLong inputTokens() {
    return count(INPUT);
  }

  OptionalLong outputTokens() {
    return count(OUTPUT);
  }

  private OptionalLong count(List<List<String>> names) {
    return names.stream()
        .filter(row -> report.usage().containsKey(row.get(0)))
        .map(row -> row.stream().flatMapToLong(this::usage).sum())
        .mapToLong(sum -> sum)
        .findFirst();
  }

  private LongStream usage(String name) {
    return LongStream.of(report.usage().getOrDefault(name, 0L));
  }

  /** How long Vertex took, all attempts together; empty if it was not called. */
  static Optional<Duration> atVertex(CallReport report) {
    return report.hops().stream()
        .filter(hop -> hop.hop() == Hop.VERTEX)
        .map(HopRecord::duration)
        .reduce(Duration::plus);
  }
}
