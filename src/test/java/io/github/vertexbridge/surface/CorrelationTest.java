package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Headers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationTest {
  private static Headers headers(String name, String value) {
    return new Headers(Map.of(name, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-bridge-correlation-id", "x-request-id", "X-Request-ID"})
  void of_whenTheCallersIdIsWellFormed_thenItIsTaken(String name) {
    Headers headers = headers(name, "order-7_of-2026-11-26");

    assertThat(Correlation.of(headers).value()).isEqualTo("order-7_of-2026-11-26");
    assertThat(Correlation.refused(headers)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "with space in the id", "0123456789abcdef\r\nforged: line"})
  void of_whenTheCallersIdIsNone_thenItIsReplacedAndCanBeLoggedOnOneLine(String brought) {
    Headers headers = headers("x-bridge-correlation-id", brought);

    assertThat(Correlation.of(headers).value()).matches("[0-9a-f]{32}");
    assertThat(Correlation.refused(headers).orElseThrow())
        .startsWith(brought.length() + " characters, '" + brought.substring(0, 4))
        .matches("[0-9]+ characters, '[A-Za-z0-9._?-]*'");
  }

  @Test
  void refused_whenItIsVeryLongOrAToken_thenNeitherIsLogged() {
    assertThat(Correlation.refused(headers("x-request-id", "a".repeat(10_240))).orElseThrow())
        .isEqualTo("10240 characters, '" + "a".repeat(64) + "'");
    assertThat(
            Correlation.refused(headers("x-request-id", "eyJhbGciOiJSUzI1NiJ9.e30.abc"))
                .orElseThrow())
        .doesNotContain("eyJ");
  }

  @Test
  void of_whenNoneIsBrought_thenThereIsANewOneAndNothingToLog() {
    assertThat(Correlation.of(Headers.NONE)).isNotEqualTo(Correlation.of(Headers.NONE));
    assertThat(Correlation.refused(Headers.NONE)).isEmpty();
  }
}
