package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.Refusals.refusal;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a few members of a JSON body and checks the form of all the rest, without keeping any of
 * it. A member is found in camelCase and in snake_case, as protobuf's JSON reader finds it.
 */
final class BodyMembers {
  /** As deep as protobuf's own JSON reader goes. */
  private static final int DEEPEST = 100;

  private static final Pattern POSITION = Pattern.compile("line [0-9]+ column [0-9]+");

  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  private final JsonReader reader;

  private BodyMembers(JsonReader reader) {
    this.reader = reader;
  }

  /**
   * The members that are there and are strings; a JSON null counts as not there.
   *
   * @param wanted names in camelCase; slashes lead into objects
   * @param objectOnly whether a body that is no JSON object is refused
   * @throws FailureException BODY_MISSING, BODY_NOT_UTF8, BODY_NOT_JSON; MODEL_AMBIGUOUS if a
   *     wanted member is there twice; FIELD_INVALID if it is no string
   */
  static Map<String, String> read(byte[] utf8Json, Set<String> wanted, boolean objectOnly) {
    if (utf8Json.length == 0) {
      throw refusal(FailureCode.BODY_MISSING, "The request has no body.", "Send a JSON body.");
    }
    InputStreamReader text =
        new InputStreamReader(
            new ByteArrayInputStream(utf8Json),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try (JsonReader reader = new JsonReader(text)) {
      return new BodyMembers(reader).document(wanted, objectOnly);
    } catch (CharacterCodingException e) {
      throw refusal(
          FailureCode.BODY_NOT_UTF8, "The body is not valid UTF-8.", "Send the body in UTF-8.");
    } catch (MalformedJsonException | EOFException e) {
      throw notJson("The body is not valid JSON" + position(e) + ".");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> document(Set<String> wanted, boolean objectOnly) throws IOException {
    boolean object = reader.peek() == JsonToken.BEGIN_OBJECT;
    if (!object && objectOnly) {
      throw notJson("The body is not a JSON object.");
    }
    Map<String, String> found = new HashMap<>();
    if (object) {
      members("", wanted, found);
    } else {
      skip();
    }
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw notJson("The body goes on after its JSON value.");
    }
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
    reader.beginObject();
    while (reader.hasNext()) {
      String member = spellings.get(reader.nextName());
      if (member == null) {
        skip();
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
      } else if (reader.peek() == JsonToken.BEGIN_OBJECT) {
        members(member + "/", wanted, found);
      } else {
        skip();
      }
    }
    reader.endObject();
  }

  private Optional<String> string(String member) throws IOException {
    JsonToken token = reader.peek();
    if (token == JsonToken.NULL) {
      reader.nextNull();
      return Optional.empty();
    }
    if (token != JsonToken.STRING) {
      throw refusal(
          FailureCode.FIELD_INVALID,
          "The body's '" + member + "' is no string.",
          "Give the model's name as a string.");
    }
    return Optional.of(reader.nextString());
  }

  /** Passes over one value, without recursion and no deeper than allowed. */
  private void skip() throws IOException {
    int depth = 0;
    do {
      switch (reader.peek()) {
        case BEGIN_ARRAY -> {
          reader.beginArray();
          depth = deeper(depth);
        }
        case BEGIN_OBJECT -> {
          reader.beginObject();
          depth = deeper(depth);
        }
        case END_ARRAY -> {
          reader.endArray();
          depth--;
        }
        case END_OBJECT -> {
          reader.endObject();
          depth--;
        }
        default -> reader.skipValue(); // a scalar, or a name
      }
    } while (depth > 0);
  }

  private static int deeper(int depth) {
    if (depth == DEEPEST) {
      throw notJson("The body is nested more than " + DEEPEST + " levels deep.");
    }
    return depth + 1;
  }

  /** The next names on the way to wanted members, in both spellings, with what they lead to. */
  private static Map<String, String> spellings(String prefix, Set<String> wanted) {
    Map<String, String> spellings = new HashMap<>();
    for (String pointer : wanted) {
      if (pointer.startsWith(prefix)) {
        int end = pointer.indexOf('/', prefix.length());
        String member = end < 0 ? pointer : pointer.substring(0, end);
        String name = member.substring(prefix.length());
        spellings.put(name, member);
        spellings.put(snakeCase(name), member);
      }
    }
    return spellings;
  }

  private static String snakeCase(String camelCase) {
    return CAPITAL.matcher(camelCase).replaceAll(m -> "_" + m.group().toLowerCase(Locale.ROOT));
  }

  /** Where the reader stopped, without the reader's own text: it quotes names of the body. */
  private static String position(IOException e) {
    Matcher position = POSITION.matcher(String.valueOf(e.getMessage()));
    return position.find() ? " at " + position.group() : "";
  }

  private static FailureException notJson(String seen) {
    return refusal(FailureCode.BODY_NOT_JSON, seen, "Send a body as RFC 8259 defines it.");
  }
}
