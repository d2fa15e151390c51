package io.github.vertexbridge.limits;

import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one lease at a time of one count, which whoever needs it joins. After a failure there is no
 * next one for 1 s, doubling to 30 s. Thread safe.
 */
final class Flight {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /**
   * A lease takes some 10 ms, the first one of a process longer: beyond, it is as good as failed.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Runnable work;
  private final Executor executor;
  private final InstantSource clock;

  private @Nullable CompletableFuture<Boolean> current;
  private Instant began = Instant.MIN;
  private Instant pausedUntil = Instant.MIN;
  private Duration pause = FIRST_PAUSE;

  /**
   * @param work leases; throws if the table does not answer
   */
  Flight(Runnable work, Executor executor, InstantSource clock) {
    this.work = work;
    this.executor = executor;
    this.clock = clock;
  }

  /** The lease under way, or a new one: true if it worked. Never fails otherwise. */
  synchronized CompletableFuture<Boolean> join() {
    CompletableFuture<Boolean> joined = current;
    Instant now = clock.instant();
    if (joined != null && now.isBefore(began.plus(PATIENCE))) {
      return joined;
    }
    if (joined != null || now.isBefore(pausedUntil)) {
      return CompletableFuture.completedFuture(false);
    }
    began = now;
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    current = mine;
    try {
      executor.execute(() -> run(mine));
    } catch (RejectedExecutionException e) { // the process is ending
      current = null;
      mine.complete(false);
    }
    return mine;
  }

  /** Waits for a lease as long as it is worth it; false if there was none. */
  static boolean await(CompletableFuture<Boolean> lease, Deadline deadline) {
    try {
      return lease.get(deadline.remaining(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run(CompletableFuture<Boolean> mine) {
    boolean worked = false;
    try {
      work.run();
      worked = true;
    } catch (FailureException e) {
      // said by the limiter to the calls that needed it
      worked = false;
    } finally {
      landed(worked);
      mine.complete(worked);
    }
  }

  private synchronized void landed(boolean worked) {
    current = null;
    if (worked) {
      pause = FIRST_PAUSE;
      pausedUntil = Instant.MIN;
    } else {
      pausedUntil = clock.instant().plus(pause);
      Duration next = pause.multipliedBy(2);
      pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }
  }
}
