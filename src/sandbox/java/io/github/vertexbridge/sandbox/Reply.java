package io.github.vertexbridge.sandbox;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An HTTP answer, whole. */
record Reply(int status, Map<String, String> headers, ByteString body) {
  static final String JSON = "application/json; charset=UTF-8";
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().serializeNulls().create();

  private static final Gson COMPACT = new GsonBuilder().disableHtmlEscaping().create();

  Reply {
    headers = Map.copyOf(headers);
  }

  /**
   * @param content a gson tree, or maps, lists, strings and numbers
   */
  static Reply json(int status, Object content) {
    return new Reply(
        status, Map.of("Content-Type", JSON), ByteString.copyFromUtf8(GSON.toJson(content) + "\n"));
  }

  /** The same content on one line, as events carry it. */
  static String line(Object content) {
    return COMPACT.toJson(content);
  }

  /** A web page, as a front end answers what it does not know. */
  static Reply html(int status, String text) {
    String page =
        "<!DOCTYPE html><html><title>Error %d</title><p>%s</html>".formatted(status, text);
    return new Reply(
        status, Map.of("Content-Type", "text/html; charset=UTF-8"), ByteString.copyFromUtf8(page));
  }

  /** The body as a JSON object, if that is what it is said to be. */
  Optional<JsonObject> json() {
    if (!JSON.equals(headers.get("Content-Type"))) {
      return Optional.empty();
    }
    JsonElement element = JsonParser.parseString(body.toStringUtf8());
    return element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
  }

  Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }
}
