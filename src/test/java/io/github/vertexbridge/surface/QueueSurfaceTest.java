package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueSurfaceTest {
  private static final String ID = "0b3f7a52-9d0c-4a8e-9a55-3f1f2f5b6c7d";
  private static final String GOOD =
      "{\"id\":\""
          + ID
          + "\",\"alias\":\"iris\",\"body\":{\"instances\":[1,12345678901234567890]}}";
  private final CorrelationId correlationId = new CorrelationId("0123456789abcdef");

  @Test
  void read_whenGood_thenNumbersKeepTheirText() {
    QueueSurface.Message message = QueueSurface.read(GOOD);

    assertThat(message.id()).isEqualTo(ID);
    assertThat(message.ask().alias()).contains(new AliasName("iris"));
    assertThat(message.ask().action().value()).isEqualTo("predict");
    assertThat(new String(message.ask().body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"instances\":[1,12345678901234567890]}");
  }

  @Test
  void read_whenAProducersClientSentBase64_thenItIsDecoded() {
    String encoded = Base64.getEncoder().encodeToString(GOOD.getBytes(StandardCharsets.UTF_8));
    assertThat(QueueSurface.read(encoded).id()).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{\"alias\":\"iris\",\"body\":{\"instances\":[]}}",
        "{\"id\":\"1\",\"alias\":\"iris\",\"body\":{\"instances\":[]}}",
        "{\"id\":\"" + ID + "\",\"body\":{\"instances\":[]}}",
        "{\"id\":\"" + ID + "\",\"alias\":\"iris\",\"body\":[]}",
        "{\"id\":\""
            + ID
            + "\",\"alias\":\"iris\",\"body\":{\"instances\":[]},\"DequeueCount\":\"x\"}",
        "{\"id\":\""
            + ID
            + "\",\"alias\":\"iris\",\"body\":{\"instances\":[]},\"PopReceipt\":\"x\"}",
        "{\"id\":\"" + ID + "\",\"alias\":\"iris\",\"body\":{\"instances\":[]}} {}",
      })
  void read_whenNotAMessage_thenInvalid(String raw) {
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> QueueSurface.read(raw));
    assertThat(thrown.failure().code()).isEqualTo(FailureCode.QUEUE_MESSAGE_INVALID);
  }

  @Test
  void read_whenOver48KiB_thenInvalid() {
    String large = GOOD + " ".repeat(48 * 1024);
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> QueueSurface.read(large));
    assertThat(thrown.failure().seen()).contains("49152 are taken");
  }

  @Test
  void read_whenNestedVeryDeep_thenInvalidAndNoStackOverflow() {
    String deep = "{\"id\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> QueueSurface.read(deep));
    assertThat(thrown.failure().code()).isEqualTo(FailureCode.QUEUE_MESSAGE_INVALID);
  }

  @Test
  void result_whenVertexAnswered_thenTheBodyIsItsJson() {
    Answer answer =
        new Answer(
            200, Headers.NONE, "{\"predictions\":[1,2.50]}".getBytes(StandardCharsets.UTF_8));
    assertThat(QueueSurface.result(ID, correlationId, answer))
        .isEqualTo(
            "{\"id\":\""
                + ID
                + "\",\"status\":200,\"correlationId\":\"0123456789abcdef\","
                + "\"body\":{\"predictions\":[1,2.50]}}");
  }

  @Test
  void result_whenItDoesNotFit_thenTypedAndNotCut() {
    Answer answer =
        new Answer(
            200, Headers.NONE, ("\"" + "x".repeat(70_000) + "\"").getBytes(StandardCharsets.UTF_8));
    FailureException thrown =
        catchThrowableOfType(
            FailureException.class, () -> QueueSurface.result(ID, correlationId, answer));
    assertThat(thrown.failure().code()).isEqualTo(FailureCode.RESULT_TOO_LARGE);
  }

  @Test
  void poison_whenBothFit_thenOneMessageWithCauseAndHop() {
    Failure failure = Failure.of(FailureCode.ALIAS_UNKNOWN, "No alias x.", "Use another.");
    List<String> texts = PoisonMessage.of(GOOD, failure, correlationId, Instant.EPOCH);

    assertThat(texts).hasSize(1);
    JsonObject poison = JsonParser.parseString(texts.get(0)).getAsJsonObject();
    assertThat(poison.get("message").getAsString()).isEqualTo(GOOD);
    assertThat(poison.getAsJsonObject("cause").get("code").getAsString())
        .isEqualTo("ALIAS_UNKNOWN");
    assertThat(poison.getAsJsonObject("cause").get("hop").getAsString()).isEqualTo("request");
  }

  @Test
  void poison_whenTheMessageAloneFillsTheLimit_thenItStaysWholeBesideItsCause() {
    String large = "\"".repeat(60_000); // each becomes two characters inside JSON
    Failure failure = Failure.of(FailureCode.QUEUE_MESSAGE_INVALID, "s", "r");
    List<String> texts = PoisonMessage.of(large, failure, correlationId, Instant.EPOCH);

    assertThat(texts).hasSize(2);
    assertThat(texts.get(0)).isEqualTo(large);
    assertThat(texts.get(1)).contains("messageSha256");
  }
}
