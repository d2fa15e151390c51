package io.github.vertexbridge.vertex;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.call.Answer;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An error body, in whichever of its shapes it came: {@code {"error":{code, message, status,
 * details}}} (google.rpc.Status), the same in an array of one (OpenAI-compatible endpoint,
 * streams), Anthropic's {@code {"type":"error","error":{type, message},"request_id"}}, or something
 * else.
 *
 * @param structured whether it was one of those shapes
 * @param status name of the google.rpc.Code, or Anthropic's error type
 * @param message for people; may quote the request, so it goes to the caller only
 * @param reason of google.rpc.ErrorInfo
 * @param metadata of google.rpc.ErrorInfo
 * @param retryDelay of google.rpc.RetryInfo as it came, for example {@code 39s}
 * @param violations types of google.rpc.PreconditionFailure
 * @param quotaFailure whether there is a google.rpc.QuotaFailure
 */
record UpstreamError(
    boolean structured,
    Optional<String> status,
    String message,
    Optional<String> reason,
    Map<String, String> metadata,
    Optional<String> retryDelay,
    Set<String> violations,
    boolean quotaFailure) {
  private static final UpstreamError NONE =
      new UpstreamError(
          false,
          Optional.empty(),
          "",
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          Set.of(),
          false);

  /** No error of Google's is near this; what is larger is not taken apart. */
  private static final int LARGEST = 1 << 20;

  static UpstreamError of(Answer answer) {
    if (answer.body().length == 0 || answer.body().length > LARGEST) {
      return NONE;
    }
    try {
      JsonElement root =
          JsonParser.parseReader(
              new InputStreamReader(
                  new ByteArrayInputStream(answer.body()), StandardCharsets.UTF_8));
      return object(first(root))
          .flatMap(o -> member(o, "error"))
          .map(UpstreamError::of)
          .orElse(NONE);
    } catch (JsonParseException e) {
      // HTML from the front end, or a container's own text.
      return NONE;
    }
  }

  private static UpstreamError of(JsonObject error) {
    List<JsonObject> details = new ArrayList<>();
    if (error.get("details") instanceof JsonArray array) {
      array.forEach(element -> object(element).ifPresent(details::add));
    }
    Optional<JsonObject> info = detail(details, "ErrorInfo");
    Map<String, String> metadata = new HashMap<>();
    info.flatMap(i -> member(i, "metadata"))
        .ifPresent(
            m -> m.keySet().forEach(key -> text(m, key).ifPresent(v -> metadata.put(key, v))));
    Set<String> violations = new java.util.HashSet<>();
    detail(details, "PreconditionFailure")
        .filter(f -> f.get("violations") instanceof JsonArray)
        .ifPresent(
            f ->
                f.getAsJsonArray("violations")
                    .forEach(
                        v -> object(v).flatMap(o -> text(o, "type")).ifPresent(violations::add)));
    return new UpstreamError(
        true,
        text(error, "status").or(() -> text(error, "type")),
        text(error, "message").orElse(""),
        info.flatMap(i -> text(i, "reason")),
        metadata,
        detail(details, "RetryInfo").flatMap(i -> text(i, "retryDelay")),
        violations,
        detail(details, "QuotaFailure").isPresent());
  }

  private static JsonElement first(JsonElement root) {
    return root instanceof JsonArray array && array.size() > 0 ? array.get(0) : root;
  }

  private static Optional<JsonObject> detail(List<JsonObject> details, String type) {
    return details.stream()
        .filter(d -> text(d, "@type").filter(t -> t.endsWith("google.rpc." + type)).isPresent())
        .findFirst();
  }

  private static Optional<JsonObject> object(JsonElement element) {
    return element instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  private static Optional<JsonObject> member(JsonObject object, String name) {
    return object.get(name) instanceof JsonObject member ? Optional.of(member) : Optional.empty();
  }

  private static Optional<String> text(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive value && value.isString()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }
}
