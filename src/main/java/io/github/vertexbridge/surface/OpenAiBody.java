package io.github.vertexbridge.surface;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Redaction;
import io.github.vertexbridge.target.StrictJson;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parameters of a request in OpenAI's format. A JSON null counts as not there, as OpenAI's own
 * API has it.
 */
final class OpenAiBody {
  /** What a parameter may be. */
  enum Type {
    STRING("a string"),
    BOOLEAN("a boolean"),
    NUMBER("a number"),
    INTEGER("an integer"),
    ARRAY("an array"),
    OBJECT("an object");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    private boolean holds(JsonElement value) {
      return switch (this) {
        case STRING -> value instanceof JsonPrimitive p && p.isString();
        case BOOLEAN -> value instanceof JsonPrimitive p && p.isBoolean();
        case NUMBER -> value instanceof JsonPrimitive p && p.isNumber();
        case INTEGER -> NUMBER.holds(value) && isWhole(value.getAsString());
        case ARRAY -> value instanceof JsonArray;
        case OBJECT -> value instanceof JsonObject;
      };
    }
  }

  private final Map<String, JsonElement> members;

  private OpenAiBody(Map<String, JsonElement> members) {
    this.members = members;
  }

  /**
   * Reads a body.
   *
   * @param types of the parameters that OpenAI's reference has; others may be anything
   * @throws FailureException BODY_NOT_JSON, or FIELD_INVALID with the fact {@code param}
   */
  static OpenAiBody read(byte[] utf8Json, Map<String, List<Type>> types) {
    StrictJson.check(utf8Json);
    Map<String, JsonElement> members = members(new String(utf8Json, StandardCharsets.UTF_8));
    members.values().removeIf(JsonElement::isJsonNull);
    types.forEach(
        (name, allowed) -> {
          JsonElement value = members.get(name);
          if (value != null && allowed.stream().noneMatch(type -> type.holds(value))) {
            throw wrongType(name, allowed, value);
          }
        });
    return new OpenAiBody(members);
  }

  /** Each member once: which one of two counts is every reader's own guess. */
  private static Map<String, JsonElement> members(String json) {
    Map<String, JsonElement> members = new HashMap<>();
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw JsonText.noObject();
      }
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        if (members.put(name, JsonParser.parseReader(reader)) != null) {
          throw refusal(
              name,
              "invalid_value",
              "Invalid '" + name + "': the body has it more than once.",
              "Send it once.");
        }
      }
      return members;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringReader does no I/O
    }
  }

  Set<String> names() {
    return members.keySet();
  }

  Optional<JsonElement> get(String name) {
    return Optional.ofNullable(members.get(name));
  }

  JsonElement required(String name) {
    return get(name)
        .orElseThrow(
            () ->
                refusal(
                    name,
                    "missing_required_parameter",
                    "Missing required parameter: '" + name + "'.",
                    "Send it."));
  }

  /** The model, as the caller wrote it. */
  String model() {
    return required("model").getAsString();
  }

  private static FailureException wrongType(String name, List<Type> allowed, JsonElement value) {
    String got =
        List.of(Type.values()).stream()
            .filter(type -> type != Type.INTEGER && type.holds(value))
            .map(type -> type.words)
            .findFirst()
            .orElse("something else");
    return refusal(
        name,
        "invalid_type",
        "Invalid type for '"
            + name
            + "': expected "
            + allowed.stream().map(type -> type.words).collect(Collectors.joining(" or "))
            + ", but got "
            + got
            + " instead.",
        "Send it as OpenAI's reference says.");
  }

  /**
   * @param param the parameter that is to blame
   * @param code OpenAI's word for it
   */
  static FailureException refusal(String param, String code, String seen, String remedy) {
    return Failure.of(FailureCode.FIELD_INVALID, Redaction.scrub(seen), remedy)
        .withFacts(Map.of(Failure.PARAM, Redaction.scrub(param), OpenAiErrors.CODE, code))
        .asException();
  }

  private static boolean isWhole(String number) {
    try {
      return new BigDecimal(number).stripTrailingZeros().scale() <= 0;
    } catch (NumberFormatException e) {
      return false; // an exponent beyond all sense
    }
  }
}
