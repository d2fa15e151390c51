package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.Location;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private final CorrelationId id = new CorrelationId("0123456789abcdef");

  private Answer answer(Failure failure) {
    return Answers.of(Surface.VERTEX, failure, told(List.of()));
  }

  private Told told(List<Attempt> attempts) {
    return new Told(
        id,
        Optional.of("a-rule"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        attempts);
  }

  private static JsonObject error(Answer answer) {
    return JsonParser.parseString(new String(answer.body(), StandardCharsets.UTF_8))
        .getAsJsonObject()
        .getAsJsonObject("error");
  }

  @Test
  void of_whenAHopFailed_thenTheErrorInfoNamesHopCorrelationIdAndRemedy() {
    Answer answer =
        answer(
            Failure.at(Hop.STS, FailureCode.IDENTITY_REFUSED, "STS said no.", "Fix it.")
                .withFacts(Map.of("catalogue", "S05")));

    assertThat(answer.status()).isEqualTo(502);
    JsonObject info = error(answer).getAsJsonArray("details").get(0).getAsJsonObject();
    assertThat(info.get("@type").getAsString())
        .isEqualTo("type.googleapis.com/google.rpc.ErrorInfo");
    assertThat(info.get("reason").getAsString()).isEqualTo("IDENTITY_REFUSED");
    assertThat(info.get("domain").getAsString()).isEqualTo(GoogleErrors.DOMAIN);
    JsonObject metadata = info.getAsJsonObject("metadata");
    assertThat(metadata.get("hop").getAsString()).isEqualTo("sts");
    assertThat(metadata.get("catalogue").getAsString()).isEqualTo("S05");
    assertThat(metadata.get("correlationId").getAsString()).isEqualTo(id.value());
    assertThat(answer.headers().get("x-should-retry")).contains("false");
    assertThat(answer.headers().get("x-bridge-correlation-id")).contains(id.value());
    assertThat(answer.headers().get("x-request-id")).contains(id.value());
    assertThat(answer.headers().get("x-bridge-rule")).contains("a-rule");
  }

  @Test
  void of_whenVertexRefused_thenItsWordsAndDetailsStayAndOursIsAdded() {
    String upstream =
        "[{\"error\":{\"code\":403,\"message\":\"denied\",\"status\":\"PERMISSION_DENIED\","
            + "\"details\":[{\"@type\":\"x\",\"reason\":\"IAM_PERMISSION_DENIED\"}]}}]";
    Answer refusal = new Answer(403, Headers.NONE, upstream.getBytes(StandardCharsets.UTF_8));

    JsonObject error =
        error(
            answer(
                Failure.at(Hop.VERTEX, FailureCode.VERTEX_PERMISSION_DENIED, "s", "r")
                    .withUpstream(refusal)));

    assertThat(error.get("message").getAsString()).isEqualTo("denied");
    JsonArray details = error.getAsJsonArray("details");
    assertThat(details.get(0).getAsJsonObject().get("reason").getAsString())
        .isEqualTo("IAM_PERMISSION_DENIED");
    assertThat(details.get(1).getAsJsonObject().get("domain").getAsString())
        .isEqualTo(GoogleErrors.DOMAIN);
  }

  @Test
  void of_whenVertexAnsweredHtml_thenOurOwnWords() {
    Answer html =
        new Answer(502, Headers.NONE, "<html>oops</html>".getBytes(StandardCharsets.UTF_8));
    JsonObject error =
        error(
            answer(
                Failure.at(Hop.VERTEX, FailureCode.VERTEX_MALFORMED, "Seen.", "Do.")
                    .withUpstream(html)));

    assertThat(error.get("message").getAsString()).isEqualTo("Seen. Do.");
  }

  @Test
  void of_whenThereIsADelay_thenHeaderAndBodyHaveItRoundedUp() {
    Answer answer =
        answer(
            Failure.at(Hop.VERTEX, FailureCode.VERTEX_THROTTLED, "s", "r")
                .withRetryAfter(Duration.ofMillis(1)));

    assertThat(answer.headers().get("retry-after")).contains("1");
    assertThat(
            error(answer)
                .getAsJsonArray("details")
                .get(1)
                .getAsJsonObject()
                .get("retryDelay")
                .getAsString())
        .isEqualTo("1s");
  }

  @Test
  void of_whenVertexGaveADelayThatIsOverInPart_thenTheBodyHasTheRestOnly() {
    String upstream =
        """
        {"error":{"code":429,"message":"m","details":[
         {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"39s"},
         {"@type":"x"}]}}""";

    Answer answer =
        answer(
            Failure.at(Hop.VERTEX, FailureCode.VERTEX_THROTTLED, "s", "r")
                .withRetryAfter(Duration.ofMillis(12_300))
                .withUpstream(
                    new Answer(429, Headers.NONE, upstream.getBytes(StandardCharsets.UTF_8))));

    assertThat(answer.headers().get("retry-after")).contains("13");
    assertThat(error(answer).getAsJsonArray("details").toString())
        .contains("\"13s\"", "{\"@type\":\"x\"}")
        .doesNotContain("39s");
  }

  @Test
  void of_whenAttemptsAreSpent_thenHeadersSayWhereAndThatClientsMustNotRepeat() {
    Answer answer =
        answer(
            Failure.at(Hop.VERTEX, FailureCode.VERTEX_UNAVAILABLE, "s", "r")
                .withFact(Failure.ATTEMPTS, "europe-west4=503, europe-west4=503")
                .withFact(Failure.HINT, "look there")
                .asFinal());

    assertThat(answer.headers().get("x-bridge-attempts"))
        .contains("europe-west4=503, europe-west4=503");
    assertThat(answer.headers().get("x-bridge-hint")).contains("look there");
    assertThat(answer.headers().get("x-should-retry")).contains("false");
  }

  @Test
  void of_whenVertexWasCalled_thenTheAnswerSaysWhereVertexWasCalled() {
    Answer answer = new Answer(200, Headers.NONE, new byte[0]);
    List<Attempt> attempts =
        List.of(
            new Attempt(new Location("europe-west4"), Attempt.Kind.MEMORY, "", Duration.ZERO),
            new Attempt(new Location("europe-west1"), Attempt.Kind.CALL, "200", Duration.ZERO));

    assertThat(Answers.of(answer, told(attempts)).headers().get("x-bridge-attempts"))
        .contains("europe-west4=memory, europe-west1=200");
    assertThat(Answers.of(answer, told(List.of())).headers().get("x-bridge-attempts")).isEmpty();
  }

  @Test
  void of_whenUnauthenticated_thenTheChallengeFollowsRfc6750() {
    Answer missing = answer(Failure.of(FailureCode.CALLER_UNAUTHENTICATED, "s", "r"));
    Answer bad = answer(Failure.of(FailureCode.CALLER_TOKEN_INVALID, "s", "r"));
    Answer denied = answer(Failure.of(FailureCode.POLICY_DENIED, "s", "r"));

    assertThat(missing.headers().get("www-authenticate")).contains("Bearer realm=\"bridge\"");
    assertThat(bad.headers().get("www-authenticate").orElseThrow()).contains("invalid_token");
    assertThat(denied.headers().get("www-authenticate").orElseThrow())
        .contains("insufficient_scope");
  }
}
