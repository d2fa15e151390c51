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

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_./:@+-]{1,128}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$-]{1,64}");

  private BodyForm() {}

  static String of(JsonElement json) {
    String text = form("", json).toString();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static JsonElement form(String name, JsonElement value) {
    if (value instanceof JsonObject object) {
      JsonObject form = new JsonObject();
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        // Names may be content too, for example in a map of somebody's own.
        boolean plain = NAME.matcher(member.getKey()).matches();
        form.add(
            plain ? member.getKey() : "[name " + (form.size() + 1) + "]",
            form(member.getKey(), member.getValue()));
      }
      return form;
    }
    if (value instanceof JsonArray array) {
      JsonArray form = new JsonArray();
      for (int i = 0; i < Math.min(ELEMENTS, array.size()); i++) {
        form.add(form(name, array.get(i)));
      }
      if (array.size() > ELEMENTS) {
        form.add("[" + (array.size() - ELEMENTS) + " more]");
      }
      return form;
    }
    return value instanceof JsonPrimitive primitive ? form(name, primitive) : value;
  }

  private static JsonElement form(String name, JsonPrimitive value) {
    String text = value.getAsString();
    if (value.isBoolean() || (KEPT.contains(name) && WORD.matcher(text).matches())) {
      return value;
    }
    boolean count = value.isNumber() && (name.endsWith("Count") || name.endsWith("_tokens"));
    if (count) {
      return value;
    }
    return new JsonPrimitive(value.isNumber() ? "[number]" : "[" + text.length() + " characters]");
  }
}
