package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryHeadersTest {
  private static Failure throttled(Duration delay) {
    return Failure.of(FailureCode.VERTEX_THROTTLED, "s", "r").withRetryAfter(delay);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 1, 1000",
    "PT0.000001S, 1, 1000",
    "PT1S, 1, 1000",
    "PT1.0000001S, 2, 1001",
    "PT2.5S, 3, 2500",
    "PT10S, 10, 10000"
  })
  void add_whenThereIsADelay_thenRoundedUpAndNeverBelowASecond(
      Duration delay, String seconds, String millis) {
    Headers headers = new Headers(RetryHeaders.of(throttled(delay)));

    assertThat(headers.get("retry-after")).contains(seconds);
    assertThat(headers.get("retry-after-ms")).contains(millis);
    assertThat(headers.get("x-should-retry")).isEmpty();
  }

  @Test
  void add_whenTheWaitIsLong_thenTheProgramDecides() {
    Headers headers = new Headers(RetryHeaders.of(throttled(Duration.ofMillis(10_001))));

    assertThat(headers.get("retry-after")).contains("11");
    assertThat(headers.get("x-should-retry")).contains("false");
  }

  @ParameterizedTest
  @EnumSource(names = {"DEADLINE_EXCEEDED", "VERTEX_TIMEOUT", "IDENTITY_REFUSED", "IDENTITY_STALE"})
  void add_whenAnotherTryOnlyCosts_thenNoRetry(FailureCode code) {
    Headers headers = new Headers(RetryHeaders.of(Failure.of(code, "s", "r")));

    assertThat(headers.get("x-should-retry")).contains("false");
    assertThat(headers.get("retry-after")).isEmpty();
  }

  @Test
  void add_whenAttemptsAreSpent_thenNoRetry() {
    Failure spent =
        Failure.of(FailureCode.VERTEX_UNAVAILABLE, "s", "r")
            .withFacts(Map.of("shouldRetry", "false"));

    assertThat(RetryHeaders.of(spent)).containsEntry("x-should-retry", "false");
  }

  @Test
  void add_whenNothingIsKnown_thenTheClientFollowsItsOwnRules() {
    Failure failure = Failure.of(FailureCode.VERTEX_UNAVAILABLE, "s", "r");

    assertThat(RetryHeaders.of(failure)).isEmpty();
  }
}
