package io.github.vertexbridge.call;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One try of a call at one place.
 *
 * @param location where
 * @param kind whether Vertex was called at all
 * @param outcome the HTTP status of the answer; without one what went wrong, for example {@code
 *     reset}
 * @param waited the pause before it
 */
public record Attempt(Location location, Kind kind, String outcome, Duration waited) {

  /** What was done. */
  public enum Kind {
    /** Vertex was called. */
    CALL,
    /** Vertex was asked whether an earlier call had taken effect. */
    LOOK_UP,
    /** Vertex was not called: it had asked for a pause that was not over. */
    MEMORY
  }

  /**
   * All of them in one line, for example {@code europe-west4=429, europe-west1=200}; {@code
   * europe-west4=memory} where Vertex was not called.
   */
  public static String summary(List<Attempt> attempts) {
    return attempts.stream()
        .map(attempt -> attempt.location() + "=" + attempt.word())
        .collect(Collectors.joining(", "));
  }

  private String word() {
    return switch (kind) {
      case CALL -> outcome;
      case LOOK_UP -> "look-up";
      case MEMORY -> kind.name().toLowerCase(Locale.ROOT);
    };
  }
}
