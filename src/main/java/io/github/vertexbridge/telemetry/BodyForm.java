package io.github.vertexbridge.telemetry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A JSON value without what it says: texts become their lengths, numbers a word. */
final class BodyForm {
  private static final int LONGEST = 8_192;
  private static final int ELEMENTS = 20;

  /** Their values are words of the interface, or limits, not content. */
  private static final Set<String> KEPT =
      Set.of(
          "model",
          "role",
          "type",
          "finishReason",
          "finish_reason",
          "object",
          "mimeType",
          "mime_type",
          "modality",
          "trafficType",
          "modelVersion",
          "category",
          "threshold",
          "temperature",
          "topP",
          "top_p",
          "topK",
          "maxOutputTokens",
          "max_tokens",
          "candidateCount",
          "index",
          "code",
          "status",
          "stream");

  /** What is below these is somebody's own, names included. */
  private static final Set<String> OWN =
      Set.of(
          "instances",
          "predictions",
          "parameters",
          "args",
          "arguments",
          "response",
          "result",
          "input",
          "output",
          "labels",
          "metadata",
          "schema",
          "responseSchema",
          "responseJsonSchema",
          "parametersJsonSchema",
          "json_schema");

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_./:@+-]{1,128}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$-]{1,64}");

  private BodyForm() {}

  static String of(JsonElement json) {
    String text = form("", json, false).toString();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static JsonElement form(String name, JsonElement value, boolean own) {
    if (value instanceof JsonObject object) {
      JsonObject form = new JsonObject();
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        // Names may be content too, for example in a map of somebody's own.
        String key = member.getKey();
        boolean plain = !own && NAME.matcher(key).matches();
        form.add(
            plain ? key : "[name " + (form.size() + 1) + "]",
            form(key, member.getValue(), own || OWN.contains(key)));
      }
      return form;
    }
    if (value instanceof JsonArray array) {
      JsonArray form = new JsonArray();
      for (int i = 0; i < Math.min(ELEMENTS, array.size()); i++) {
        form.add(form(name, array.get(i), own));
      }
      if (array.size() > ELEMENTS) {
        form.add("[" + (array.size() - ELEMENTS) + " more]");
      }
      return form;
    }
    return value instanceof JsonPrimitive primitive ? form(name, primitive, own) : value;
  }

  private static JsonElement form(String name, JsonPrimitive value, boolean own) {
    String text = value.getAsString();
    boolean kept = !own && KEPT.contains(name) && WORD.matcher(text).matches();
    if (value.isBoolean() || kept) {
      return value;
    }
    boolean count =
        !own && value.isNumber() && (name.endsWith("Count") || name.endsWith("_tokens"));
    if (count) {
      return value;
    }
    return new JsonPrimitive(value.isNumber() ? "[number]" : "[" + text.length() + " characters]");
  }
}
