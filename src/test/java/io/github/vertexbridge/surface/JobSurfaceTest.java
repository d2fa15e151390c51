package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobSurfaceTest {
  private static final String CALL =
      "{\"kind\":\"call\",\"alias\":\"chat\",\"body\":{\"contents\":[1.50]}}";
  private final JobSurface surface = new JobSurface(4096);

  private JobRequest read(Map<String, String> headers, String body) {
    return surface.read(
        new Inbound(
            "POST",
            "/bridge/jobs",
            "",
            new Headers(headers),
            body.getBytes(StandardCharsets.UTF_8),
            "i"));
  }

  private FailureCode refused(Map<String, String> headers, String body) {
    return catchThrowableOfType(FailureException.class, () -> read(headers, body)).failure().code();
  }

  @Test
  void read_thenTheBodyKeepsItsNumbersAndThePathItsQuery() {
    JobRequest request =
        read(
            Map.of("Idempotency-Key", "k-1"),
            "{\"kind\":\"call\",\"path\":\"/v1/x:predict?$alt=json\",\"body\":[1.50],\"notify\":true}");

    assertThat(request.key()).isEqualTo("k-1");
    assertThat(request.path()).contains("/v1/x:predict");
    assertThat(request.query()).isEqualTo("$alt=json");
    assertThat(request.announced()).isTrue();
    assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo("[1.50]");
  }

  @Test
  void read_whenTheKeyIsAStructuredFieldOrInTheBody_thenTheSameKey() {
    assertThat(read(Map.of("idempotency-key", "\"k-1\""), CALL).key()).isEqualTo("k-1");
    assertThat(
            read(Map.of(), CALL.replace("\"kind\"", "\"idempotencyKey\":\"k-1\",\"kind\"")).key())
        .isEqualTo("k-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "a b", "ü", "a\"b", "a\\b", "\u0007"})
  void read_whenTheKeyIsMalformed_thenTyped(String key) {
    assertThat(refused(Map.of("idempotency-key", key), CALL))
        .isEqualTo(FailureCode.IDEMPOTENCY_KEY_INVALID);
  }

  @Test
  void read_whenTheKeyIsTooLongOrTwoAreGiven_thenTyped() {
    assertThat(refused(Map.of("idempotency-key", "x".repeat(129)), CALL))
        .isEqualTo(FailureCode.IDEMPOTENCY_KEY_INVALID);
    assertThat(
            refused(
                Map.of("idempotency-key", "a"),
                CALL.replace("\"kind\"", "\"idempotencyKey\":\"b\",\"kind\"")))
        .isEqualTo(FailureCode.IDEMPOTENCY_KEY_INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alias\":\"chat\",\"body\":{}}",
        "{\"kind\":1,\"alias\":\"chat\",\"body\":{}}",
        "{\"kind\":\"call\",\"alias\":\"CHAT\",\"body\":{}}",
        "{\"kind\":\"call\",\"alias\":\"chat\"}",
        "{\"kind\":\"call\",\"alias\":\"chat\",\"body\":{},\"notify\":\"yes\"}",
        "{\"kind\":\"call\",\"location\":\"nowhere!\",\"body\":{}}",
        "{\"kind\":\"call\",\"alias\":\"chat\",\"body\":{},\"caller\":\"me\"}"
      })
  void read_whenAFieldIsWrong_thenTyped(String body) {
    assertThat(refused(Map.of("idempotency-key", "k"), body)).isEqualTo(FailureCode.FIELD_INVALID);
  }
}
