package io.github.vertexbridge.limits;

import io.github.vertexbridge.call.Target;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** How many tokens a call may come to, and how many it came to. */
final class Tokens {
  /** Answers have tokens, and counts of them. */
  private static final Set<String> GENERATING =
      Set.of(
          "generateContent",
          "streamGenerateContent",
          "chatCompletions",
          "rawPredict",
          "streamRawPredict");

  /** Only what is sent has tokens. */
  private static final Set<String> READING = Set.of("predict", "embedContent", "explain");

  private static final int BYTES_PER_TOKEN = 4;

  /** What an answer is thought to have where the rule does not bound it. */
  private static final int USUAL_ANSWER = 1_024;

  private static final List<String> TOTALS =
      List.of("totalTokenCount", "total_tokens", "totalTokens");

  /** Summed where an answer has no total. */
  private static final List<String> PARTS =
      List.of(
          "promptTokenCount",
          "candidatesTokenCount",
          "thoughtsTokenCount",
          "toolUsePromptTokenCount",
          "input_tokens",
          "output_tokens",
          "cache_creation_input_tokens",
          "cache_read_input_tokens");

  private Tokens() {}

  /** Tokens of a prompt, by its size: one in four bytes. */
  static long ofPrompt(Target target, int bytes) {
    String action = target.action().value();
    return GENERATING.contains(action) || READING.contains(action)
        ? (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN
        : 0;
  }

  /** Tokens that the answer may have. */
  static long ofAnswer(Target target, OptionalInt most) {
    return GENERATING.contains(target.action().value()) ? most.orElse(USUAL_ANSWER) : 0;
  }

  /**
   * What a call came to.
   *
   * @param usage counts of the answer, by the names of Vertex, OpenAI or Anthropic
   * @param prompt what counts if the answer has none
   */
  static long used(Map<String, Long> usage, long prompt) {
    for (String total : TOTALS) {
      Long count = usage.get(total);
      if (count != null) {
        return count;
      }
    }
    long sum = PARTS.stream().mapToLong(part -> usage.getOrDefault(part, 0L)).sum();
    return sum > 0 ? sum : prompt;
  }
}
