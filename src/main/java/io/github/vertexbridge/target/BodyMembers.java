package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.Refusals.refusal;
import static io.github.vertexbridge.target.StrictJson.notJson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a few members of a JSON body and checks the form of all the rest, without keeping any of
 * it. A member is found in camelCase and in snake_case, as protobuf's JSON reader finds it.
 */
final class BodyMembers {
  private final JsonParser tokens;

  private BodyMembers(JsonParser tokens) {
    this.tokens = tokens;
  }

  /**
   * The members that are there and are strings; a JSON null counts as not there.
   *
   * @param utf8Json well-formed UTF-8
   * @param wanted names in camelCase; slashes lead into objects
   * @param objectOnly whether a body that is no JSON object is refused
   * @throws FailureException BODY_MISSING, BODY_NOT_JSON; MODEL_AMBIGUOUS if a wanted member is
   *     there twice; FIELD_INVALID if it is no string
   */
  static Map<String, String> read(byte[] utf8Json, Set<String> wanted, boolean objectOnly) {
    if (utf8Json.length == 0) {
      throw refusal(FailureCode.BODY_MISSING, "The request has no body.", "Send a JSON body.");
    }
    return StrictJson.read(
        utf8Json, tokens -> new BodyMembers(tokens).document(wanted, objectOnly));
  }

  private Map<String, String> document(Set<String> wanted, boolean objectOnly) throws IOException {
    boolean object = tokens.nextToken() == JsonToken.START_OBJECT;
    if (!object && (objectOnly || tokens.currentToken() == null)) {
      throw notJson("The body is not a JSON object.");
    }
    Map<String, String> found = new HashMap<>();
    if (object) {
      members("", wanted, found);
    } else {
      tokens.skipChildren();
    }
    StrictJson.end(tokens);
    return found;
  }

  /**
   * Reads one object on the way to wanted members.
   *
   * @param prefix names of the objects around it, each with a slash behind
   */
  private void members(String prefix, Set<String> wanted, Map<String, String> found)
      throws IOException {
    Map<String, String> spellings = spellings(prefix, wanted);
    Set<String> seen = new HashSet<>();
    while (tokens.nextToken() == JsonToken.FIELD_NAME) {
      String member = spellings.get(tokens.currentName());
      tokens.nextToken();
      if (member == null) {
        tokens.skipChildren();
        continue;
      }
      if (!seen.add(member)) {
        throw refusal(
            FailureCode.MODEL_AMBIGUOUS,
            "The body has '" + member + "' more than once.",
            "Give it once, in one spelling.");
      }
      if (wanted.contains(member)) {
        string(member).ifPresent(value -> found.put(member, value));
      } else if (tokens.currentToken() == JsonToken.START_OBJECT) {
        members(member + "/", wanted, found);
      } else {
        tokens.skipChildren();
      }
    }
  }

  private Optional<String> string(String member) throws IOException {
    JsonToken token = tokens.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (token != JsonToken.VALUE_STRING) {
      throw refusal(
          FailureCode.FIELD_INVALID,
          "The body's '" + member + "' is no string.",
          "Give the model's name as a string.");
    }
    return Optional.of(tokens.getText());
  }

  /** The next names on the way to wanted members, in both spellings, with what they lead to. */
  private static Map<String, String> spellings(String prefix, Set<String> wanted) {
    Map<String, String> spellings = new HashMap<>();
    for (String pointer : wanted) {
      if (pointer.startsWith(prefix)) {
        int end = pointer.indexOf('/', prefix.length());
        String member = end < 0 ? pointer : pointer.substring(0, end);
        String name = member.substring(prefix.length());
        Spelling.both(name).forEach(spelling -> spellings.put(spelling, member));
      }
    }
    return spellings;
  }
}
