package io.github.vertexbridge.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Small readings of a JSON tree. */
final class Json {
  private Json() {}

  /** The elements of an array as texts; nothing if it is no array. */
  static List<String> strings(JsonNode array) {
    List<String> values = new ArrayList<>();
    if (array.isArray()) {
      array.forEach(element -> values.add(element.asText()));
    }
    return values;
  }

  /** A key as a part of a JSON pointer (RFC 6901, section 3). */
  static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
