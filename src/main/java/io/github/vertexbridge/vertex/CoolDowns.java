package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ResourceName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What Vertex has asked us to leave alone, and until when: for the delay that it gave, else 5 s,
 * doubling to 60 s until a call is served again. Thread safe.
 */
final class CoolDowns {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** A delay of nothing would be no pause. */
  private static final Duration SHORTEST_GIVEN = Duration.ofSeconds(1);

  /** A mistaken answer must not take a location away for good. */
  private static final Duration LONGEST_GIVEN = Duration.ofHours(1);

  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  /**
   * What is used up when Vertex answers 429: capacity and quotas belong to a base model in a
   * location; counting tokens has a quota of its own, and so has each class of capacity.
   *
   * @param model or endpoint, or the kind of what is created
   * @param action without regard to whether its answer streams
   * @param capacity the class that the call asks for
   */
  record Key(Location location, ResourceName model, String action, String capacity) {
    static Key of(VertexCall call) {
      String action = call.target().action().value().toLowerCase(Locale.ROOT);
      return new Key(
          call.target().location(),
          call.target().model(),
          action.startsWith("stream") ? action.substring("stream".length()) : action,
          CapacityHeaders.label(call.headers()));
    }
  }

  /**
   * @param begun when it was asked for
   * @param until when it is over
   * @param doubled how often the delay of our own was needed in a row
   * @param facts of the refusal
   */
  private record CoolDown(Instant begun, Instant until, int doubled, Map<String, String> facts) {}

  private final Map<Key, CoolDown> byKey = new ConcurrentHashMap<>();
  private final InstantSource clock;

  CoolDowns(InstantSource clock) {
    this.clock = clock;
  }

  /** How long it is still to be left alone; zero if not. */
  Duration remaining(Key key) {
    CoolDown coolDown = byKey.get(key);
    Duration left =
        coolDown == null ? Duration.ZERO : Duration.between(clock.instant(), coolDown.until());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What is left alone now, by location, model and action, and for how long still. */
  Map<String, Duration> now() {
    Map<String, Duration> left = new TreeMap<>();
    for (Key key : byKey.keySet()) {
      Duration remaining = remaining(key);
      if (!remaining.isZero()) {
        left.put(key.location() + " " + key.model() + " " + key.action(), remaining);
      }
    }
    return left;
  }

  /** A call that left at that time was answered 429. */
  void throttled(Key key, Failure failure, Instant sent) {
    Instant now = clock.instant();
    byKey.values().removeIf(old -> old.until().plus(FORGOTTEN).isBefore(now));
    byKey.compute(key, (k, before) -> next(before, failure, sent, now));
  }

  private static CoolDown next(
      @Nullable CoolDown before, Failure failure, Instant sent, Instant now) {
    // Calls that were under way already say nothing about whether the pause was long enough.
    boolean known = before != null && sent.isBefore(before.begun());
    int doubled = before == null ? 0 : before.doubled();
    Duration delay;
    if (failure.retryAfter().isPresent()) {
      delay = within(failure.retryAfter().get(), SHORTEST_GIVEN, LONGEST_GIVEN);
    } else if (known) {
      delay = Duration.ZERO;
    } else {
      delay = within(FIRST.multipliedBy(1L << Math.min(doubled, 10)), FIRST, LONGEST);
      doubled++;
    }
    Instant until = now.plus(delay);
    return before != null && before.until().isAfter(until)
        ? new CoolDown(before.begun(), before.until(), doubled, failure.facts())
        : new CoolDown(
            known && before != null ? before.begun() : now, until, doubled, failure.facts());
  }

  private static Duration within(Duration value, Duration least, Duration most) {
    return value.compareTo(least) < 0 ? least : value.compareTo(most) > 0 ? most : value;
  }

  /** A call that left at that time was served. */
  void served(Key key, Instant sent) {
    byKey.computeIfPresent(key, (k, coolDown) -> sent.isBefore(coolDown.until()) ? coolDown : null);
  }

  /** The answer from memory: what is known of the refusal, but none of another call's words. */
  Failure failure(Key key) {
    CoolDown coolDown = byKey.get(key);
    Duration left = remaining(key);
    return Failure.at(
            Hop.VERTEX,
            FailureCode.VERTEX_THROTTLED,
            "Vertex refuses "
                + key.model()
                + " in "
                + key.location()
                + " for lack of capacity or quota; it was not called again before the pause that"
                + " it asked for is over.",
            "Wait for the given time, or allow the call in more locations.")
        .withFacts(coolDown == null ? Map.of() : coolDown.facts())
        .withRetryAfter(left);
  }
}
