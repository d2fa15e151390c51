package io.github.vertexbridge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingTest {
  private static final Instant START = Instant.parse("2026-11-25T08:00:00Z");

  @ParameterizedTest(name = "a token of {0} s: due at {1}, earliest {2}, used until {3}")
  @CsvSource({
    "3600, 2880,   2808,   3570", // a fifth; allowance 30 s
    "43200, 34560, 33696,  43170",
    "1500, 1200,   1170,   1470",
    "1200, 900,    870,    1170", // at least 5 min of margin from 15 min on
    "900,  600,    570,    870",
    "899,  719.2,  701.22, 869", // below 15 min a fifth again
    "60,   48,     46.8,   57", // allowance a twentieth
    "20,   16,     15.6,   19",
    "1,    0.8,    0.78,   0.95",
  })
  void life_whenLifetimeGiven_thenMarginAndAllowanceAsTheContractSays(
      long lifetime, double due, double earliest, double until) {
    Instant expiry = START.plusSeconds(lifetime);

    Timing.Life latest = Timing.life(START, expiry, 0);
    Timing.Life soonest = Timing.life(START, expiry, 1);

    assertThat(latest.refreshAt()).isEqualTo(at(due));
    assertThat(soonest.refreshAt()).isEqualTo(at(earliest));
    assertThat(latest.earliest()).isEqualTo(at(earliest));
    assertThat(latest.validUntil()).isEqualTo(at(until));
  }

  @Test
  void nextAttempt_whenTokenValid_thenDoublesFromOneSecondToSixty() {
    long forever = Long.MAX_VALUE;

    assertThat(pauses(forever, 0))
        .containsExactly(1000, 2000, 4000, 8000, 16000, 32000, 50000, 50000);
    assertThat(pauses(forever, 1))
        .containsExactly(1200, 2400, 4800, 9600, 19200, 38400, 60000, 60000);
  }

  @Test
  void nextAttempt_whenNoTokenIsValid_thenAtMostFiveSeconds() {
    assertThat(pauses(0, 0)).containsExactly(1000, 2000, 4000, 4167, 4167, 4167, 4167, 4167);
    assertThat(pauses(0, 1)).containsExactly(1200, 2400, 4800, 5000, 5000, 5000, 5000, 5000);
  }

  @Test
  void nextAttempt_whenTokenEndsDuringThePause_thenTriedAsItEnds() {
    Timing timing = Timing.STANDARD;

    assertThat(timing.nextAttempt(0, 7, 20_000, Duration.ZERO, 1)).isEqualTo(20_000);
    assertThat(timing.nextAttempt(0, 7, 2_000, Duration.ZERO, 1)).isEqualTo(5_000);
  }

  @Test
  void nextAttempt_whenTheHopBeforePauses_thenNotBeforeItsNextAttempt() {
    long next = Timing.STANDARD.nextAttempt(0, 1, 0, Duration.ofMillis(4500), 0);

    assertThat(next).isEqualTo(4500);
  }

  private static long[] pauses(long validUntil, double dice) {
    long[] pauses = new long[8];
    for (int failures = 1; failures <= pauses.length; failures++) {
      pauses[failures - 1] =
          Timing.STANDARD.nextAttempt(0, failures, validUntil, Duration.ZERO, dice);
    }
    return pauses;
  }

  private static long at(double seconds) {
    return START.toEpochMilli() + Math.round(seconds * 1000);
  }
}
