package io.github.vertexbridge.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that tests move. */
public final class ManualClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-25T08:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration by) {
    set(now.plus(by));
  }

  public void set(Instant to) {
    now = to;
  }
}
