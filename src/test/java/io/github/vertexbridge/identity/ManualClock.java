package io.github.vertexbridge.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that tests move. */
final class ManualClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-25T08:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration by) {
    set(now.plus(by));
  }

  void set(Instant to) {
    now = to;
  }
}
