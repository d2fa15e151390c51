package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only where somebody waits, or is told to. */
final class FakeTime implements InstantSource, Pause {
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void sleep(Duration duration) {
    pauses.add(duration);
    pass(duration);
  }

  void pass(Duration duration) {
    now = now.plus(duration);
  }

  void passSeconds(long seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  /** The waits so far. */
  List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
