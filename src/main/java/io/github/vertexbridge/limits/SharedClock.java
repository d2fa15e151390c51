package io.github.vertexbridge.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The table service's clock, which all instances can agree on. Where this machine's clock is about
 * right, it is taken as it is: the service tells whole seconds only. Thread safe.
 */
final class SharedClock implements InstantSource {
  private static final Duration TOLERATED = Duration.ofSeconds(2);

  private final InstantSource clock;
  private volatile Duration offset = Duration.ZERO;

  SharedClock(InstantSource clock) {
    this.clock = clock;
  }

  /** The service's clock, as an answer that has just come has it. */
  void seen(Instant time) {
    Duration found = Duration.between(clock.instant(), time);
    offset = found.abs().compareTo(TOLERATED) <= 0 ? Duration.ZERO : found;
  }

  @Override
  public Instant instant() {
    return clock.instant().plus(offset);
  }
}
