package io.github.vertexbridge.surface;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Failures in the shape of OpenAI's API: {@code {"error":{"message","type","param","code"}}}
 * (platform.openai.com/docs/guides/error-codes). Its clients choose their exception by the status,
 * programs look at {@code code}: OpenAI's word where it has one, else the failure's own name in
 * lower case. A refusal of Vertex keeps its own message.
 */
final class OpenAiErrors {
  /** Fact: OpenAI's word for what is wrong with that parameter. */
  static final String CODE = "code";

  private static final String MODEL_NOT_FOUND = "model_not_found";

  private static final Map<FailureCode, String> CODES =
      Map.ofEntries(
          Map.entry(FailureCode.PATH_UNKNOWN, "unknown_url"),
          Map.entry(FailureCode.ACTION_UNKNOWN, "unknown_url"),
          Map.entry(FailureCode.ALIAS_UNKNOWN, MODEL_NOT_FOUND),
          Map.entry(FailureCode.MODEL_MISSING, "missing_required_parameter"),
          Map.entry(FailureCode.FIELD_INVALID, "invalid_value"),
          Map.entry(FailureCode.BODY_TOO_LARGE, "request_too_large"),
          Map.entry(FailureCode.MEDIA_TYPE_UNSUPPORTED, "unsupported_media_type"),
          Map.entry(FailureCode.CALLER_UNAUTHENTICATED, "invalid_api_key"),
          Map.entry(FailureCode.CALLER_TOKEN_INVALID, "invalid_api_key"),
          Map.entry(FailureCode.POLICY_DENIED, MODEL_NOT_FOUND),
          Map.entry(FailureCode.VERTEX_NOT_FOUND, MODEL_NOT_FOUND));

  private OpenAiErrors() {}

  static byte[] body(Failure failure) {
    JsonObject error = new JsonObject();
    error.addProperty("message", message(failure));
    error.addProperty("type", type(failure.code().httpStatus()));
    error.add("param", param(failure));
    error.addProperty("code", code(failure));
    JsonObject body = new JsonObject();
    body.add("error", error);
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String message(Failure failure) {
    return failure
        .upstream()
        .flatMap(answer -> GoogleErrors.upstreamError(answer.body()))
        .map(error -> error.get("message"))
        .filter(message -> message instanceof JsonPrimitive)
        .map(JsonElement::getAsString)
        .orElseGet(() -> failure.seen() + " " + failure.remedy());
  }

  private static String type(int status) {
    if (status == 429) {
      return "rate_limit_error";
    }
    return status < 500 ? "invalid_request_error" : "server_error";
  }

  private static JsonElement param(Failure failure) {
    String named = failure.facts().get(Failure.PARAM);
    if (named != null) {
      return new JsonPrimitive(named);
    }
    boolean model =
        failure.code() == FailureCode.MODEL_MISSING
            || failure.code() == FailureCode.MODEL_AMBIGUOUS
            || MODEL_NOT_FOUND.equals(CODES.get(failure.code()));
    return model ? new JsonPrimitive("model") : JsonNull.INSTANCE;
  }

  private static String code(Failure failure) {
    if (failure.code().httpStatus() == 429) {
      return "rate_limit_exceeded";
    }
    return Optional.ofNullable(failure.facts().get(CODE))
        .or(() -> Optional.ofNullable(CODES.get(failure.code())))
        .orElseGet(() -> failure.code().name().toLowerCase(Locale.ROOT));
  }
}
