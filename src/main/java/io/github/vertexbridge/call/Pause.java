package io.github.vertexbridge.call;

import java.time.Duration;

/** Waits; injected so that tests need not. */
@FunctionalInterface
public interface Pause {
  /** Really waits. */
  Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

  void sleep(Duration duration) throws InterruptedException;
}
