package io.github.vertexbridge.guard;

import com.fasterxml.jackson.core.JsonToken;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Caps how long one answer may be. Where one call asks for several answers, they share the cap,
 * because Vertex counts its own limit for each.
 */
final class OutputTokens {
  private OutputTokens() {}

  static void gemini(Request request) {
    long cap = share(request, "generationConfig/candidateCount");
    if (!lower(request, cap, "generationConfig/maxOutputTokens")) {
      set(request, cap, "generationConfig/maxOutputTokens");
    }
  }

  /** {@code max_completion_tokens} is another name for {@code max_tokens}: "OpenAI libraries". */
  static void chat(Request request) {
    long cap = share(request, "n");
    boolean isSet = false;
    for (String name : List.of("max_tokens", "max_completion_tokens")) {
      isSet |= lower(request, cap, name);
    }
    if (!isSet) {
      set(request, cap, "max_tokens");
    }
  }

  static void anthropic(Request request) {
    long cap = request.terms().maxOutputTokens().getAsInt();
    if (!lower(request, cap, "max_tokens")) {
      set(request, cap, "max_tokens");
    }
  }

  /** Models of any kind are called by predict: those that know no such limit are not given one. */
  static void predict(Request request) {
    Optional<Value> parameters = request.members().at("parameters");
    if (parameters.filter(value -> value.kind() == JsonToken.START_OBJECT).isPresent()) {
      lower(request, request.terms().maxOutputTokens().getAsInt(), "parameters/maxOutputTokens");
    }
  }

  private static long share(Request request, String count) {
    int cap = request.terms().maxOutputTokens().getAsInt();
    Optional<Value> answers = request.members().at(count);
    BigDecimal number = answers.map(Value::positive).orElse(BigDecimal.ONE);
    if (number.compareTo(BigDecimal.valueOf(cap)) > 0) {
      throw Refusals.notAllowed(
          answers.orElseThrow().path(),
          "asks for more answers than the rule allows tokens (" + cap + ")",
          "Ask for fewer.");
    }
    return BigDecimal.valueOf(cap).divideToIntegralValue(number).longValueExact();
  }

  /** Whether the member is there. */
  private static boolean lower(Request request, long cap, String names) {
    Optional<Value> asked = request.members().at(names);
    if (asked.isPresent() && asked.get().positive().compareTo(BigDecimal.valueOf(cap)) > 0) {
      request.edits().replace(asked.get(), new JsonPrimitive(cap));
    }
    return asked.isPresent();
  }

  private static void set(Request request, long cap, String names) {
    request.edits().set(request.members(), names, new JsonPrimitive(cap));
  }
}
