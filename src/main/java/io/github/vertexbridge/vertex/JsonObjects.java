package io.github.vertexbridge.vertex;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.target.Spelling;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads members of JSON objects that may be none. */
final class JsonObjects {
  private JsonObjects() {}

  /** The object that these bytes are, if they are one. */
  static Optional<JsonObject> of(byte[] json) {
    try {
      return JsonParser.parseString(new String(json, StandardCharsets.UTF_8))
              instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  /** A member of one value, in either spelling. */
  static Optional<String> text(JsonObject object, String member) {
    return Spelling.both(member).stream()
        .map(object::get)
        .filter(JsonPrimitive.class::isInstance)
        .map(value -> value.getAsString())
        .findFirst();
  }
}
