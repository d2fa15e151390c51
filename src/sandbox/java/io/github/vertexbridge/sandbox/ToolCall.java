package io.github.vertexbridge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function that the model wants called. It does so when the prompt says {@code emulator:call NAME
 * {"argument":…}} and NAME is declared, or when the request wants a call; arguments that are not
 * given are made to fit the declared parameters.
 */
record ToolCall(String name, JsonObject arguments) {
  private static final Pattern ASKED =
      Pattern.compile("emulator:call ([A-Za-z0-9_.-]+)\\s*(\\{.*})?", Pattern.DOTALL);

  /**
   * @param declared parameters by name of the function, as JSON schemas
   * @param required whether something is called in any case
   */
  static Optional<ToolCall> of(String prompt, Map<String, JsonObject> declared, boolean required) {
    Matcher asked = ASKED.matcher(prompt);
    if (asked.find() && declared.containsKey(asked.group(1))) {
      String name = asked.group(1);
      JsonObject schema = declared.getOrDefault(name, new JsonObject());
      return Optional.of(
          new ToolCall(
              name, asked.group(2) == null ? sample(schema) : object(asked.group(2), schema)));
    }
    return required
        ? declared.entrySet().stream()
            .findFirst()
            .map(first -> new ToolCall(first.getKey(), sample(first.getValue())))
        : Optional.empty();
  }

  private static JsonObject object(String json, JsonObject schema) {
    try {
      return JsonParser.parseString(json).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return sample(schema); // braces that are no arguments
    }
  }

  private static JsonObject sample(JsonObject schema) {
    return schema.size() > 0 && SchemaSample.of(schema, "x") instanceof JsonObject sample
        ? sample
        : new JsonObject();
  }

  /** What a thinking model wants back with the call; the same for the same function. */
  ByteString signature() {
    return signature(name);
  }

  static ByteString signature(String name) {
    return ByteString.copyFrom(
        Hashing.sha256().hashString("emulator thought " + name, UTF_8).asBytes());
  }
}
