package io.github.vertexbridge.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Reads the settings of the log. */
final class LogSettings {
  /** What shows so much must end by itself. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private LogSettings() {}

  static Optional<Settings.Level> level(String text) {
    return Arrays.stream(Settings.Level.values())
        .filter(level -> level.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  static Optional<Boolean> json(String text) {
    return text.equals("json") || text.equals("text")
        ? Optional.of(text.equals("json"))
        : Optional.empty();
  }

  /** A moment that is over is no mistake: it was one to come. */
  static Optional<Instant> bodiesUntil(String text, Instant now) {
    try {
      return Optional.of(Instant.parse(text)).filter(end -> !end.isAfter(now.plus(LONGEST)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
