package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.vertex.Calls.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Headers;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyErrorTest {
  private static Answer read(String type, String body) {
    return EarlyError.orAsItIs(
        new Answer(200, new Headers(Map.of("content-type", type)), bytes(body)));
  }

  private static String lines(String text) {
    return text.replace("~", "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/event-stream | data: {\"error\":{\"code\":429}}~~ | 429",
        "text/event-stream | data: {\"error\":{\"code\":503}} | 503",
        "text/event-stream | : ping~~data: {\"usageMetadata\":{}}~~data: {\"error\":{\"code\":500}}~~ | 500",
        "text/event-stream | event: error~data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}~~ | 503",
        "text/event-stream | {~  \"error\": {~    \"code\": 429~  }~}~ | 429",
        "application/json | [{\"error\":{\"code\":400}}] | 400",
        "application/json | [{~  \"error\": {\"code\": 404}~}~] | 404",
        "application/json | [{\"usageMetadata\":{}},{\"error\":{\"code\":429}}] | 429",
        "application/json | {\"error\":{\"code\":401}} | 401",
      })
  void orAsItIs_whenNoContentCameBefore_thenTheErrorsOwnStatus(
      String type, String body, int status) {
    Answer answer = read(type, lines(body));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(UpstreamError.of(answer).structured()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"candidates\":[]}~~data: {\"error\":{\"code\":429}}~~",
        "data: {\"promptFeedback\":{}}~~",
        "data: [DONE]~~",
        "data: {\"error\":\"text\"}~~",
        "data: {\"error\":{\"code\":200}}~~",
        "data: {\"error\":{\"code\":\"x\"}}~~",
        "data: {broken",
        "[{\"candidates\":[]},{\"error\":{\"code\":429}}]",
        "[]",
        "",
        "{\"candidates\":[{\"content\":{\"error\":{\"code\":429}}}]}",
      })
  void orAsItIs_whenContentCameOrNoError_thenUntouched(String body) {
    Answer sent =
        new Answer(
            200, new Headers(Map.of("content-type", "text/event-stream")), bytes(lines(body)));

    assertThat(EarlyError.orAsItIs(sent)).isSameAs(sent);
  }
}
