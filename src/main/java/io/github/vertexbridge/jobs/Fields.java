package io.github.vertexbridge.jobs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A JSON object as records keep their parts: absent members stand for what is empty. Written and
 * read here only, so what does not fit is a fault.
 */
final class Fields {
  private final JsonObject json;

  private Fields(JsonObject json) {
    this.json = json;
  }

  static Fields empty() {
    return new Fields(new JsonObject());
  }

  static Fields parse(String text) {
    return new Fields(JsonParser.parseString(text).getAsJsonObject());
  }

  JsonObject json() {
    return json;
  }

  Fields put(String name, String value) {
    json.addProperty(name, value);
    return this;
  }

  Fields put(String name, Optional<?> value) {
    value.ifPresent(present -> json.addProperty(name, present.toString()));
    return this;
  }

  Fields put(String name, Instant value) {
    return put(name, value.toString());
  }

  Fields put(String name, long value) {
    json.addProperty(name, value);
    return this;
  }

  Fields put(String name, boolean value) {
    if (value) {
      json.addProperty(name, true);
    }
    return this;
  }

  Fields put(String name, Collection<String> values) {
    if (!values.isEmpty()) {
      JsonArray array = new JsonArray();
      new TreeSet<>(values).forEach(array::add);
      json.add(name, array);
    }
    return this;
  }

  Fields put(String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      JsonObject object = new JsonObject();
      new TreeMap<>(values).forEach(object::addProperty);
      json.add(name, object);
    }
    return this;
  }

  Fields put(String name, Fields value) {
    json.add(name, value.json);
    return this;
  }

  <T> Fields put(String name, Optional<T> value, Function<T, Fields> form) {
    value.ifPresent(present -> put(name, form.apply(present)));
    return this;
  }

  String text(String name) {
    return json.get(name).getAsString();
  }

  Optional<String> maybe(String name) {
    return Optional.ofNullable(json.get(name)).map(JsonElement::getAsString);
  }

  Instant instant(String name) {
    return Instant.parse(text(name));
  }

  long number(String name) {
    return json.get(name).getAsLong();
  }

  boolean flag(String name) {
    return json.has(name);
  }

  Set<String> texts(String name) {
    Set<String> texts = new TreeSet<>();
    if (json.has(name)) {
      json.getAsJsonArray(name).forEach(value -> texts.add(value.getAsString()));
    }
    return texts;
  }

  Map<String, String> map(String name) {
    Map<String, String> map = new TreeMap<>();
    if (json.has(name)) {
      json.getAsJsonObject(name)
          .entrySet()
          .forEach(entry -> map.put(entry.getKey(), entry.getValue().getAsString()));
    }
    return map;
  }

  Fields object(String name) {
    return new Fields(json.getAsJsonObject(name));
  }

  <T> Optional<T> object(String name, Function<Fields, T> reader) {
    return json.has(name) ? Optional.of(reader.apply(object(name))) : Optional.empty();
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
