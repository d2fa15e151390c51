package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Failure;
import java.time.Duration;
import java.util.Optional;

/** Which failures are worth another attempt, and when. */
final class Retries {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** What an upstream asks for is kept, within reason. */
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  private Retries() {}

  /**
   * How long to wait: as long as was asked for, else 5 s doubling to 10 min, up to a fifth more so
   * that jobs that failed together do not come back together. Nothing if it would fail again.
   *
   * @param attempt the one that failed, from 1
   */
  static Optional<Duration> delay(Failure failure, int attempt, JobId id) {
    if (!worthwhile(failure)) {
      return Optional.empty();
    }
    Duration doubling = min(FIRST.multipliedBy(1L << Math.min(attempt - 1, 10)), LONGEST);
    Duration delay = failure.retryAfter().map(asked -> min(asked, LONGEST_ASKED)).orElse(doubling);
    int spread = Math.floorMod(id.hashCode(), 201); // per mille
    return Optional.of(delay.plus(delay.multipliedBy(spread).dividedBy(1000)));
  }

  /** Throttled, down or too slow; everything else stays as it is however often it is tried. */
  private static boolean worthwhile(Failure failure) {
    int status = failure.code().httpStatus();
    return status == 429 || status == 503 || status == 504;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
