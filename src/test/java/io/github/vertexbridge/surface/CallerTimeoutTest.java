package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTimeoutTest {
  @ParameterizedTest
  @CsvSource({
    "X-Server-Timeout,    20,   PT20S",
    "x-stainless-timeout, 600,  PT10M",
    "x-stainless-timeout, 0.5,  PT0.5S",
    "X-Server-Timeout,    ' 7', PT7S",
  })
  void of_whenAHeaderSaysIt_thenSeconds(String name, String value, Duration expected) {
    assertThat(CallerTimeout.of(new Headers(Map.of(name, value)))).contains(expected);
  }

  @Test
  void of_whenBothSayIt_thenTheShorter() {
    assertThat(
            CallerTimeout.of(
                new Headers(Map.of("x-server-timeout", "30", "x-stainless-timeout", "10"))))
        .contains(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "0.0", "soon", "", "NaN", "1e9", "9999999999999", "5, 6"})
  void of_whenItIsNoPositiveNumber_thenPassedOver(String value) {
    assertThat(CallerTimeout.of(new Headers(Map.of("x-server-timeout", value)))).isEmpty();
  }

  @Test
  void within_thenTheEarlierDeadline() {
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    Deadline platform = Deadline.after(Duration.ofSeconds(220), clock);

    assertThat(platform.within(Duration.ofMinutes(10))).isEqualTo(platform);
    assertThat(platform.within(Duration.ofSeconds(5)).remaining()).isEqualTo(Duration.ofSeconds(5));
  }
}
