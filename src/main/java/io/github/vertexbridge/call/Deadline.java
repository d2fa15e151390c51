package io.github.vertexbridge.call;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The moment by which a call must have ended.
 *
 * @param at the moment
 * @param clock what tells the time
 */
public record Deadline(Instant at, InstantSource clock) {

  public static Deadline after(Duration duration, InstantSource clock) {
    return new Deadline(clock.instant().plus(duration), clock);
  }

  /** The earlier of this one and the one that a call of this length would have now. */
  public Deadline within(Duration limit) {
    return remaining().compareTo(limit) <= 0 ? this : after(limit, clock);
  }

  /** What is left, never negative. */
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What is left, but not more than {@code limit}. */
  public Duration remaining(Duration limit) {
    Duration left = remaining();
    return left.compareTo(limit) < 0 ? left : limit;
  }

  public boolean passed() {
    return remaining().isZero();
  }
}
