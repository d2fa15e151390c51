package io.github.vertexbridge.identity;

import java.time.Duration;
import java.time.Instant;

/**
 * The numbers of the cache's contract.
 *
 * @param join how long a caller without a valid token waits for the flight under way
 * @param firstDelay pause after the first failed attempt; doubles with each further one
 * @param longestDelay its limit while a valid token is there
 * @param longestDelayEmpty its limit while none is
 */
record Timing(
    Duration join, Duration firstDelay, Duration longestDelay, Duration longestDelayEmpty) {

  static final Timing STANDARD =
      new Timing(
          Duration.ofSeconds(12),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5));

  private static final Duration LONG_LIFE = Duration.ofMinutes(15);
  private static final Duration LEAST_MARGIN = Duration.ofMinutes(5);
  private static final Duration MOST_SKEW = Duration.ofSeconds(30);
  private static final double JITTER = 0.2;

  /**
   * When a token is used and replaced; milliseconds since the epoch, as hot reads compare them.
   *
   * @param validUntil its expiry less the allowance for clock skew
   * @param refreshAt when its replacement is due, jitter included
   * @param earliest the earliest that jitter could have made of that
   */
  record Life(long validUntil, long refreshAt, long earliest) {}

  /**
   * Margin: a fifth of the lifetime, and at least 5 min when that is 15 min or more; brought
   * forward by up to a tenth of itself. Allowance: a twentieth, at most 30 s.
   *
   * @param random from 0 to 1
   */
  static Life life(Instant obtained, Instant expiry, double random) {
    Duration lifetime = Duration.between(obtained, expiry);
    Duration margin = lifetime.dividedBy(5);
    if (lifetime.compareTo(LONG_LIFE) >= 0 && margin.compareTo(LEAST_MARGIN) < 0) {
      margin = LEAST_MARGIN;
    }
    Duration allowance = lifetime.dividedBy(20);
    if (allowance.compareTo(MOST_SKEW) > 0) {
      allowance = MOST_SKEW;
    }
    long end = expiry.toEpochMilli();
    long earlier = margin.toMillis() / 10;
    long due = end - margin.toMillis();
    return new Life(end - allowance.toMillis(), due - Math.round(earlier * random), due - earlier);
  }

  /**
   * When to try again after a failed attempt, in milliseconds since the epoch.
   *
   * @param failures how many in a row, this one included
   * @param validUntil end of the token in use; in the past if there is none
   * @param atLeast a pause that the hop before imposes
   * @param random from 0 to 1
   */
  long nextAttempt(long now, int failures, long validUntil, Duration atLeast, double random) {
    if (now >= validUntil) {
      return now + Math.max(delay(failures, longestDelayEmpty, random), atLeast.toMillis());
    }
    long next = now + Math.max(delay(failures, longestDelay, random), atLeast.toMillis());
    if (next <= validUntil) {
      return next;
    }
    // The token ends before: then the shorter limit counts.
    return Math.max(validUntil, now + delay(failures, longestDelayEmpty, random));
  }

  /**
   * The pause before attempt {@code count + 1}: doubles from the first delay, longer by up to a
   * fifth, never above the limit.
   */
  long delay(int count, Duration limit, double random) {
    double most = limit.toMillis() / (1 + JITTER);
    double doubled = firstDelay.toMillis() * Math.pow(2, Math.min(count, 32) - 1.0);
    return Math.round(Math.min(doubled, most) * (1 + JITTER * random));
  }
}
