package io.github.vertexbridge.surface;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.target.StrictJson;
import java.nio.charset.StandardCharsets;

/** Strict JSON (RFC 8259) from strangers: one object, nothing after it, nested at most 100 deep. */
final class JsonText {
  private JsonText() {}

  /**
   * The object that the text is. Numbers keep their text.
   *
   * @param utf8 well-formed UTF-8
   * @throws io.github.vertexbridge.call.FailureException with {@link FailureCode#BODY_NOT_JSON}
   */
  static JsonObject object(byte[] utf8) {
    // Before any tree is built: a tree is built by recursion, and depth is the sender's choice.
    StrictJson.check(utf8);
    JsonElement root = JsonParser.parseString(new String(utf8, StandardCharsets.UTF_8));
    if (root instanceof JsonObject object) {
      return object;
    }
    throw noObject();
  }

  static FailureException noObject() {
    return Failure.of(
            FailureCode.BODY_NOT_JSON,
            "The body is not a JSON object.",
            "Send one JSON object, encoded as RFC 8259 says.")
        .asException();
  }
}
