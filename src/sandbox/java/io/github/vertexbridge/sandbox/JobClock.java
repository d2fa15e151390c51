package io.github.vertexbridge.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time that jobs and operations live in: the sandbox's clock, set forward as often as somebody
 * likes. Tokens stay on the sandbox's clock.
 */
final class JobClock implements InstantSource {
  private final InstantSource clock;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  JobClock(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Instant instant() {
    return clock.instant().plus(ahead.get());
  }

  /**
   * @throws IllegalArgumentException for a step back
   */
  Instant advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time goes forward only");
    }
    ahead.accumulateAndGet(by, Duration::plus);
    return instant();
  }

  void reset() {
    ahead.set(Duration.ZERO);
  }
}
