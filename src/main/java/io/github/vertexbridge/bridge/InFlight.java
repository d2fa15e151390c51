package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Counts calls under way, so that the end of the process can refuse new ones and wait for them. */
final class InFlight {
  private final Phaser calls = new Phaser(1); // one party for the process itself
  private volatile boolean closing;

  /** One call under way. */
  interface Entry extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Lets a call in.
   *
   * @throws io.github.vertexbridge.call.FailureException when the process is ending
   */
  Entry enter() {
    calls.register();
    if (closing) {
      calls.arriveAndDeregister();
      throw Failure.of(
              FailureCode.SHUTTING_DOWN,
              "This instance is shutting down.",
              "Repeat the call; another instance takes it.")
          .withRetryAfter(Duration.ofSeconds(1))
          .asException();
    }
    return calls::arriveAndDeregister;
  }

  /** Refuses new calls and waits for those under way; true if all ended in time. */
  boolean drain(Duration patience) throws InterruptedException {
    closing = true;
    int phase = calls.arriveAndDeregister();
    if (phase < 0) {
      return true;
    }
    try {
      calls.awaitAdvanceInterruptibly(phase, patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false; // the platform kills the process soon: their callers see a broken connection
    }
  }
}
