package io.github.vertexbridge.surface;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;

/** Strict JSON (RFC 8259) from strangers: one object, nothing after it, nested at most 100 deep. */
final class JsonText {
  private static final int DEEPEST = 100;

  private JsonText() {}

  /**
   * The object that the text is. Numbers keep their text.
   *
   * @throws io.github.vertexbridge.call.FailureException with {@link FailureCode#BODY_NOT_JSON}
   */
  static JsonObject object(String text) {
    try {
      checkShape(text);
      JsonElement root =
          new Gson().getAdapter(JsonElement.class).read(new JsonReader(new StringReader(text)));
      if (root instanceof JsonObject object) {
        return object;
      }
      throw notJson("it is no JSON object");
    } catch (MalformedJsonException | EOFException e) {
      throw notJson("it is not well-formed JSON");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // a StringReader does no I/O
    }
  }

  /** Before any tree is built: a tree is built by recursion, and depth is the sender's choice. */
  private static void checkShape(String text) throws IOException {
    JsonReader reader = new JsonReader(new StringReader(text));
    int depth = 0;
    do {
      switch (reader.peek()) {
        case BEGIN_ARRAY -> {
          reader.beginArray();
          depth++;
        }
        case BEGIN_OBJECT -> {
          reader.beginObject();
          depth++;
        }
        case END_ARRAY -> {
          reader.endArray();
          depth--;
        }
        case END_OBJECT -> {
          reader.endObject();
          depth--;
        }
        case NAME -> {
          var unused = reader.nextName();
        }
        default -> reader.skipValue();
      }
      if (depth > DEEPEST) {
        throw notJson("it is nested more than " + DEEPEST + " deep");
      }
    } while (depth > 0);
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw notJson("something follows the object");
    }
  }

  private static RuntimeException notJson(String why) {
    return Failure.of(
            FailureCode.BODY_NOT_JSON,
            "The body can't be read: " + why + ".",
            "Send one JSON object, encoded as RFC 8259 says.")
        .asException();
  }
}
