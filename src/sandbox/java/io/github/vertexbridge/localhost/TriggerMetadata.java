package io.github.vertexbridge.localhost;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.vertexbridge.localhost.worker.TypedData;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code @BindingName} finds. */
final class TriggerMetadata {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private TriggerMetadata() {}

  /**
   * Top-level properties of a JSON object, which the host offers as trigger metadata and lets win
   * over its own; without nulls and arrays. Empty for any other text.
   */
  static Map<String, TypedData> properties(String text) {
    Map<String, TypedData> properties = new LinkedHashMap<>();
    if (!text.stripLeading().startsWith("{")) {
      return properties;
    }
    try {
      for (Map.Entry<String, JsonElement> property :
          JsonParser.parseString(text).getAsJsonObject().entrySet()) {
        if (!property.getValue().isJsonNull() && !property.getValue().isJsonArray()) {
          properties.put(property.getKey(), data(property.getValue()));
        }
      }
      return properties;
    } catch (JsonParseException | IllegalStateException e) {
      return new LinkedHashMap<>();
    }
  }

  /** A string as it is, anything else as JSON. */
  static TypedData data(JsonElement value) {
    return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
        ? new TypedData.Text(value.getAsString())
        : new TypedData.Json(GSON.toJson(value));
  }

  /** A value that the host sends as JSON, a date for example. */
  static TypedData json(Object value) {
    return new TypedData.Json(GSON.toJson(value));
  }
}
