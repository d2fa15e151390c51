package io.github.vertexbridge.bridge;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/**
 * Runs the parts of one call side by side, all or nothing: after the first that fails no other is
 * begun. The calling thread works too, so a busy pool makes a call slower and never stops it.
 */
final class FanOut {
  private final Executor pool;
  private final int width;

  /**
   * @param pool whose threads help
   * @param width most parts of one call at a time
   */
  FanOut(Executor pool, int width) {
    this.pool = pool;
    this.width = width;
  }

  /**
   * Runs parts 0 to {@code count - 1}; returns when none is under way any more.
   *
   * @param part takes its number; ends by itself
   * @return the results in that order
   * @throws RuntimeException what the first part that failed threw
   */
  <T> List<T> run(int count, IntFunction<T> part) {
    Run<T> run = new Run<>(count, part);
    for (int helpers = Math.min(width, count) - 1; helpers > 0; helpers--) {
      pool.execute(run);
    }
    run.run();
    return run.results();
  }

  private static final class Run<T> implements Runnable {
    private final int count;
    private final IntFunction<T> part;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch open;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Map<Integer, T> results = new ConcurrentSkipListMap<>();

    Run(int count, IntFunction<T> part) {
      this.count = count;
      this.part = part;
      this.open = new CountDownLatch(count);
    }

    @Override
    public void run() {
      int number = next.getAndIncrement();
      while (number < count) {
        try {
          if (failure.get() == null) {
            results.put(number, part.apply(number));
          }
        } catch (RuntimeException e) {
          failure.compareAndSet(null, e);
        } finally {
          open.countDown();
        }
        number = next.getAndIncrement();
      }
    }

    List<T> results() {
      awaitAll();
      RuntimeException failed = failure.get();
      if (failed != null) {
        throw failed;
      }
      return List.copyOf(results.values());
    }

    /** Also when interrupted: parts end by themselves, and what they did is to be reported. */
    private void awaitAll() {
      boolean interrupted = false;
      boolean waiting = true;
      while (waiting) {
        try {
          open.await();
          waiting = false;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
