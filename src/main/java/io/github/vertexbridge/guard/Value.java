package io.github.vertexbridge.guard;

import com.fasterxml.jackson.core.JsonToken;
import io.github.vertexbridge.target.StrictJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A value in a body, by where it stands.
 *
 * @param path for people: {@code generationConfig.maxOutputTokens}
 * @param kind its first token
 * @param start of its bytes
 * @param end of its bytes, exclusive
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are looked at, never compared
record Value(byte[] body, String path, JsonToken kind, int start, int end) {
  /** Longer numbers are not looked into. */
  private static final int LONGEST_NUMBER = 40;

  boolean isNull() {
    return kind == JsonToken.VALUE_NULL;
  }

  /** The object that this must be. */
  Members members() {
    if (kind != JsonToken.START_OBJECT) {
      throw Refusals.invalid(path, "is no JSON object", "Send an object there.");
    }
    return Members.read(this);
  }

  /** The elements of the array that this must be. */
  List<Value> elements() {
    if (kind != JsonToken.START_ARRAY) {
      throw Refusals.invalid(path, "is no JSON array", "Send an array there.");
    }
    return StrictJson.read(
        body,
        start,
        end,
        tokens -> {
          List<Value> elements = new ArrayList<>();
          tokens.nextToken();
          while (tokens.nextToken() != JsonToken.END_ARRAY) {
            Members.requireFew(elements.size(), path);
            elements.add(Members.value(body, start, path + "[" + elements.size() + "]", tokens));
          }
          return elements;
        });
  }

  /** The text of the string that this must be. */
  String string() {
    if (kind != JsonToken.VALUE_STRING) {
      throw Refusals.invalid(path, "is no string", "Send a string there.");
    }
    return StrictJson.read(
        body,
        start,
        end,
        tokens -> {
          tokens.nextToken();
          return tokens.getText();
        });
  }

  /**
   * What a string says, or a number's digits, as protobuf's JSON reader takes enums and numbers.
   */
  String scalar() {
    return kind.isNumeric()
        ? new String(body, start, end - start, StandardCharsets.UTF_8)
        : string();
  }

  /** The number above zero that this must be; a string of one counts, as in protobuf's JSON. */
  BigDecimal positive() {
    String digits = kind.isNumeric() || kind == JsonToken.VALUE_STRING ? scalar() : "";
    try {
      if (digits.length() <= LONGEST_NUMBER && new BigDecimal(digits).signum() > 0) {
        return new BigDecimal(digits);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Refusals.invalid(path, "is no number above zero", "Send a whole number there.");
  }
}
