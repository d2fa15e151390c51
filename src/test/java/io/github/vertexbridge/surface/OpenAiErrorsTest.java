package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Hop;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiErrorsTest {
  private final CorrelationId id = new CorrelationId("0123456789abcdef");

  private Answer answer(Failure failure) {
    return Answers.of(Surface.OPENAI, failure, Told.of(id));
  }

  private JsonObject error(Failure failure) {
    JsonObject body =
        JsonParser.parseString(new String(answer(failure).body(), StandardCharsets.UTF_8))
            .getAsJsonObject();
    assertThat(body.keySet()).containsExactly("error");
    return body.getAsJsonObject("error");
  }

  @ParameterizedTest
  @EnumSource
  void body_whateverFails_thenTheFourMembersOfTheShape(FailureCode code) {
    Answer answer = answer(Failure.of(code, "Seen.", "Do."));
    JsonObject error = error(Failure.of(code, "Seen.", "Do."));

    assertThat(answer.status()).isEqualTo(code.httpStatus());
    assertThat(answer.headers().get("content-type").orElseThrow()).startsWith("application/json");
    assertThat(answer.headers().get("x-request-id")).contains(id.value());
    assertThat(error.keySet()).containsExactly("message", "type", "param", "code");
    assertThat(error.get("message").getAsString()).isEqualTo("Seen. Do.");
    assertThat(error.get("code").getAsString()).matches("[a-z0-9_]+");
  }

  @ParameterizedTest
  @CsvSource({
    "CALLER_UNAUTHENTICATED, 401, invalid_request_error, invalid_api_key,",
    "CALLER_TOKEN_INVALID, 401, invalid_request_error, invalid_api_key,",
    "POLICY_DENIED, 403, invalid_request_error, model_not_found, model",
    "ALIAS_UNKNOWN, 404, invalid_request_error, model_not_found, model",
    "VERTEX_NOT_FOUND, 404, invalid_request_error, model_not_found, model",
    "PATH_UNKNOWN, 404, invalid_request_error, unknown_url,",
    "BODY_TOO_LARGE, 413, invalid_request_error, request_too_large,",
    "MEDIA_TYPE_UNSUPPORTED, 415, invalid_request_error, unsupported_media_type,",
    "BODY_NOT_JSON, 400, invalid_request_error, body_not_json,",
    "VERTEX_THROTTLED, 429, rate_limit_error, rate_limit_exceeded,",
    "VERTEX_UNAVAILABLE, 503, server_error, vertex_unavailable,",
    "IDENTITY_REFUSED, 502, server_error, identity_refused,",
    "INTERNAL, 500, server_error, internal,",
  })
  void body_whenOpenAiHasAWordForIt_thenThatWord(
      FailureCode code, int status, String type, String word, String param) {
    JsonObject error = error(Failure.of(code, "s", "r"));

    assertThat(code.httpStatus()).isEqualTo(status);
    assertThat(error.get("type").getAsString()).isEqualTo(type);
    assertThat(error.get("code").getAsString()).isEqualTo(word);
    assertThat(error.get("param").isJsonNull() ? null : error.get("param").getAsString())
        .isEqualTo(param);
  }

  @Test
  void body_whenAParameterIsToBlame_thenItIsNamed() {
    JsonObject error =
        error(OpenAiBody.refusal("logit_bias", "unsupported_parameter", "s", "r").failure());

    assertThat(error.get("param").getAsString()).isEqualTo("logit_bias");
    assertThat(error.get("code").getAsString()).isEqualTo("unsupported_parameter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"error\":{\"code\":400,\"message\":\"bad schema\",\"status\":\"INVALID_ARGUMENT\"}}]",
        "{\"error\":{\"code\":400,\"message\":\"bad schema\",\"status\":\"INVALID_ARGUMENT\"}}"
      })
  void body_whenVertexRefused_thenItsMessageStaysInBothOfItsShapes(String upstream) {
    JsonObject error =
        error(
            Failure.at(Hop.VERTEX, FailureCode.VERTEX_INVALID_REQUEST, "s", "r")
                .withUpstream(
                    new Answer(400, Headers.NONE, upstream.getBytes(StandardCharsets.UTF_8))));

    assertThat(error.get("message").getAsString()).isEqualTo("bad schema");
    assertThat(error.get("code").getAsString()).isEqualTo("vertex_invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "[]", "{\"error\":{\"message\":{}}}", "{\"error\":\"x\"}"})
  void body_whenVertexSaidNothingUsable_thenOurOwnWords(String upstream) {
    JsonObject error =
        error(
            Failure.at(Hop.VERTEX, FailureCode.VERTEX_UNAVAILABLE, "Seen.", "Do.")
                .withUpstream(
                    new Answer(503, Headers.NONE, upstream.getBytes(StandardCharsets.UTF_8))));

    assertThat(error.get("message").getAsString()).isEqualTo("Seen. Do.");
  }

  @Test
  void body_whenAnotherFactHasNothingToDoWithIt_thenNoParam() {
    JsonObject error =
        error(Failure.of(FailureCode.VERTEX_THROTTLED, "s", "r").withFacts(Map.of("kind", "x")));

    assertThat(error.get("param").isJsonNull()).isTrue();
  }
}
