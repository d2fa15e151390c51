package io.github.vertexbridge.vertex;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds the error that a stream consists of: Vertex says 200 before it knows, and then {@code data:
 * {"error":…}}, {@code [{"error":…}]} or the bare object. As the whole stream is here before
 * anything is answered, such an error still gets its own status. One after the first content stays
 * where it is, because clients have use for the content.
 */
final class EarlyError {
  private static final String ERROR = "error";

  /** Members of a chunk that say nothing: an error after only these is still early. */
  private static final Set<String> NO_CONTENT =
      Set.of("usageMetadata", "modelVersion", "responseId", "createTime");

  /** <a href="https://docs.anthropic.com/en/api/errors">Anthropic's errors</a> have no number. */
  private static final Map<String, Integer> ANTHROPIC =
      Map.of(
          "invalid_request_error", 400,
          "authentication_error", 401,
          "permission_error", 403,
          "not_found_error", 404,
          "request_too_large", 413,
          "rate_limit_error", 429,
          "api_error", 500,
          "overloaded_error", 503);

  private EarlyError() {}

  /** The error as an answer of its own status, or the answer itself. */
  static Answer orAsItIs(Answer answer) {
    if (answer.status() != 200) {
      return answer;
    }
    Optional<JsonObject> chunk = first(answer);
    OptionalInt status = chunk.map(EarlyError::status).orElse(OptionalInt.empty());
    return status.isEmpty()
        ? answer
        : new Answer(
            status.getAsInt(),
            new Headers(Map.of("content-type", "application/json")),
            chunk.orElseThrow().toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The first chunk that says something. */
  private static Optional<JsonObject> first(Answer answer) {
    return chunks(answer).filter(c -> !NO_CONTENT.containsAll(c.keySet())).findFirst();
  }

  private static Stream<JsonObject> chunks(Answer answer) {
    String type = answer.headers().get("content-type").orElse("");
    byte[] body = answer.body();
    int start = start(body);
    boolean json = start < body.length && (body[start] == '{' || body[start] == '[');
    if (!json) {
      return type.contains("event-stream")
          ? ServerSentEvents.data(body).map(EarlyError::parse).flatMap(EarlyError::objects)
          : Stream.empty();
    }
    // No chunk in front of an error is this far away; a long answer is not parsed for nothing.
    String head =
        new String(body, start, Math.min(64, body.length - start), StandardCharsets.UTF_8);
    return head.contains(ERROR) || head.contains("usageMetadata")
        ? objects(parse(new String(body, StandardCharsets.UTF_8)))
        : Stream.empty();
  }

  private static int start(byte[] body) {
    int i = 0;
    while (i < body.length && (body[i] == ' ' || body[i] == '\n' || body[i] == '\r')) {
      i++;
    }
    return i;
  }

  private static Optional<JsonElement> parse(String text) {
    try {
      return Optional.of(JsonParser.parseString(text));
    } catch (JsonParseException e) {
      return Optional.empty(); // [DONE], or something that is none of ours: it is relayed
    }
  }

  private static Stream<JsonObject> objects(Optional<JsonElement> parsed) {
    Stream<JsonElement> elements =
        parsed
            .map(
                e ->
                    e instanceof JsonArray array
                        ? StreamSupport.stream(array.spliterator(), false)
                        : Stream.of(e))
            .orElseGet(Stream::empty);
    return elements.filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }

  private static OptionalInt status(JsonObject chunk) {
    if (!(chunk.get(ERROR) instanceof JsonObject error)) {
      return OptionalInt.empty();
    }
    if (error.get("code") instanceof JsonPrimitive code && code.isNumber()) {
      int status = code.getAsInt();
      return status >= 400 && status <= 599 ? OptionalInt.of(status) : OptionalInt.empty();
    }
    return error.get("type") instanceof JsonPrimitive type
            && ANTHROPIC.containsKey(type.getAsString())
        ? OptionalInt.of(ANTHROPIC.get(type.getAsString()))
        : OptionalInt.empty();
  }
}
