package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueSurfaceTest {
  private static final String ID = "0b3f7a52-9d0c-4a8e-9a55-3f1f2f5b6c7d";
  private static final String GOOD =
      "{\"id\":\""
          + ID
          + "\",\"alias\":\"iris\",\"body\":{\"instances\":[1,12345678901234567890]}}";

  @Test
  void read_whenGood_thenNumbersKeepTheirText() {
    QueueSurface.Message message = QueueSurface.read(GOOD);

    assertThat(message.id()).isEqualTo(ID);
    assertThat(message.alias()).isEqualTo(new AliasName("iris"));
    assertThat(message.action().value()).isEqualTo("predict");
    assertThat(new String(message.body(), StandardCharsets.UTF_8))
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
}
