package io.github.vertexbridge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetriesTest {
  private static final JobId ID = JobId.of(Bench.caller(1), "k");

  private static Failure failure(FailureCode code) {
    return Failure.of(code, "seen", "remedy");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "VERTEX_THROTTLED",
        "VERTEX_UNAVAILABLE",
        "VERTEX_TIMEOUT",
        "VERTEX_CONNECTIONS_BUSY",
        "IDENTITY_UNAVAILABLE",
        "IDENTITY_STALE",
        "IDENTITY_TIMEOUT",
        "STORAGE_UNAVAILABLE"
      })
  void delay_whenItMayPass_thenSome(FailureCode code) {
    assertThat(Retries.delay(failure(code), 1, ID)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "VERTEX_INVALID_REQUEST",
        "VERTEX_PERMISSION_DENIED",
        "VERTEX_NOT_FOUND",
        "POLICY_DENIED",
        "IDENTITY_REFUSED",
        "ALIAS_UNKNOWN",
        "JOB_TAMPERED",
        "INTERNAL"
      })
  void delay_whenItStaysSo_thenNone(FailureCode code) {
    assertThat(Retries.delay(failure(code), 1, ID)).isEmpty();
  }

  @Test
  void delay_whenNothingWasAskedFor_thenDoublingUpToTenMinutes() {
    Failure down = failure(FailureCode.VERTEX_UNAVAILABLE);

    assertThat(Retries.delay(down, 1, ID).orElseThrow())
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    assertThat(Retries.delay(down, 3, ID).orElseThrow())
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(24));
    assertThat(Retries.delay(down, 20, ID).orElseThrow())
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12));
  }

  @Test
  void delay_whenADelayWasAskedFor_thenAtLeastThat() {
    Failure throttled =
        failure(FailureCode.VERTEX_THROTTLED).withRetryAfter(Duration.ofSeconds(39));

    assertThat(Retries.delay(throttled, 4, ID).orElseThrow())
        .isBetween(Duration.ofSeconds(39), Duration.ofSeconds(47));
  }
}
