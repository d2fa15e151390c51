package io.github.vertexbridge.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.rpc.Code;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A value that a JSON schema accepts, always the same one: strings are the text that is given,
 * numbers the least that is allowed, arrays as short as they may be but not empty.
 */
final class SchemaSample {
  private final JsonObject root;
  private final String text;

  private SchemaSample(JsonObject root, String text) {
    this.root = root;
    this.text = text;
  }

  /**
   * @param schema JSON Schema, or OpenAPI's with types in capitals
   * @throws GoogleRefusal INVALID_ARGUMENT for a schema that needs itself
   */
  static JsonElement of(JsonObject schema, String text) {
    return new SchemaSample(schema, text).value(schema, Set.of());
  }

  private JsonElement value(JsonObject schema, Set<String> inside) {
    if (schema.has("$ref")) {
      String ref = schema.get("$ref").getAsString();
      if (inside.contains(ref)) {
        throw invalid("fully recursive schemas are not supported: " + ref);
      }
      Set<String> deeper = new HashSet<>(inside);
      deeper.add(ref);
      return value(resolve(ref), deeper);
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    for (String choice : new String[] {"enum", "anyOf", "oneOf"}) {
      if (schema.get(choice) instanceof JsonArray options && !options.isEmpty()) {
        JsonElement first = options.get(0);
        return choice.equals("enum") ? first : value(first.getAsJsonObject(), inside);
      }
    }
    return switch (type(schema)) {
      case "object" -> object(schema, inside);
      case "array" -> array(schema, inside);
      case "integer" -> new JsonPrimitive((long) Math.ceil(least(schema)));
      case "number" -> new JsonPrimitive(least(schema));
      case "boolean" -> new JsonPrimitive(true);
      case "null" -> JsonNull.INSTANCE;
      default -> string(schema);
    };
  }

  private JsonObject object(JsonObject schema, Set<String> inside) {
    JsonObject object = new JsonObject();
    if (schema.get("properties") instanceof JsonObject properties) {
      Set<String> required = new HashSet<>();
      if (schema.get("required") instanceof JsonArray names) {
        names.forEach(name -> required.add(name.getAsString()));
      }
      for (String name : properties.keySet()) {
        JsonObject property = properties.getAsJsonObject(name);
        if (required.contains(name) || !property.has("$ref")) {
          object.add(name, value(property, inside));
        }
      }
    }
    return object;
  }

  private JsonArray array(JsonObject schema, Set<String> inside) {
    JsonArray array = new JsonArray();
    int length = schema.has("minItems") ? schema.get("minItems").getAsInt() : 1;
    JsonObject items = schema.get("items") instanceof JsonObject given ? given : new JsonObject();
    for (int i = 0; i < Math.max(length, 0); i++) {
      array.add(value(items, inside));
    }
    return array;
  }

  private JsonPrimitive string(JsonObject schema) {
    int most = schema.has("maxLength") ? schema.get("maxLength").getAsInt() : Integer.MAX_VALUE;
    int least = schema.has("minLength") ? schema.get("minLength").getAsInt() : 0;
    String cut = text.substring(0, Math.min(most, text.length()));
    return new JsonPrimitive(cut + ".".repeat(Math.max(0, least - cut.length())));
  }

  private static double least(JsonObject schema) {
    return schema.has("minimum") ? schema.get("minimum").getAsDouble() : 0;
  }

  /** Of several types the first; without one, that of its keywords. */
  private static String type(JsonObject schema) {
    JsonElement type = schema.get("type");
    if (type instanceof JsonArray several && !several.isEmpty()) {
      type = several.get(0);
    }
    if (type instanceof JsonPrimitive) {
      return type.getAsString().toLowerCase(Locale.ROOT);
    }
    return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
  }

  private JsonObject resolve(String ref) {
    JsonElement at = root;
    for (String step : ref.replaceFirst("^#/?", "").split("/", -1)) {
      at = step.isEmpty() ? at : at instanceof JsonObject object ? object.get(step) : null;
    }
    if (at instanceof JsonObject found) {
      return found;
    }
    throw invalid("there is nothing at " + ref);
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
