package io.github.vertexbridge.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The fields of a JSON object from the admin route; one that nobody asked for is an error. */
final class JsonFields {
  private final JsonObject object;
  private final Set<String> left;

  JsonFields(JsonObject object) {
    this.object = object;
    this.left = new TreeSet<>(object.keySet());
  }

  Optional<String> text(String name) {
    return get(name, JsonElement::getAsString);
  }

  Optional<Long> number(String name) {
    return get(name, JsonElement::getAsLong);
  }

  Optional<Boolean> truth(String name) {
    return get(name, JsonElement::getAsBoolean);
  }

  Optional<List<String>> texts(String name) {
    return get(
        name,
        value -> value.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList());
  }

  Map<String, String> map(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    get(name, JsonElement::getAsJsonObject)
        .ifPresent(
            found -> found.asMap().forEach((key, value) -> map.put(key, value.getAsString())));
    return map;
  }

  /** A string is itself, any other JSON is its text. */
  Optional<String> raw(String name) {
    return get(name, value -> value.isJsonPrimitive() ? value.getAsString() : value.toString());
  }

  void done() {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("unknown fields " + left);
    }
  }

  private <T> Optional<T> get(String name, Function<JsonElement, T> read) {
    left.remove(name);
    JsonElement value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(read.apply(value));
    } catch (IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
      throw new IllegalArgumentException("field " + name + " is of another type", e);
    }
  }
}
