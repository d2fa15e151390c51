package io.github.vertexbridge.bridge;

import io.github.vertexbridge.audit.Journal;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.jobs.Jobs;
import io.github.vertexbridge.limits.Limiter;
import io.github.vertexbridge.telemetry.AppInsights;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the app does by itself, and what it does before it ends. */
final class Chores {
  private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

  /** The platform gives 5 s between its word and the kill. */
  private static final Duration DRAIN = Duration.ofSeconds(4);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ScheduledExecutorService scheduler = scheduler("bridge-scheduler");
  private final Limiter limiter;

  /** Begins with the metrics, and makes sure of an orderly end. */
  Chores(InFlight inFlight, Jobs jobs, Limiter limiter, Journal journal, AppInsights insights) {
    this.limiter = limiter;
    var unused = scheduler.scheduleAtFixedRate(insights::flushMetrics, 1, 1, TimeUnit.MINUTES);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> end(inFlight, jobs, journal, insights), "bridge-shutdown"));
  }

  void soon(Runnable work) {
    scheduler.execute(work);
  }

  /**
   * Does something again and again.
   *
   * @param pause between two times; zero: never
   */
  void every(Duration pause, Runnable work) {
    if (!pause.isZero()) {
      var unused =
          scheduler.scheduleWithFixedDelay(
              work, pause.toSeconds(), pause.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Looks after the leases of limits, on a thread that nothing else holds up. */
  void leases() {
    var unused =
        scheduler("bridge-tending").scheduleWithFixedDelay(limiter::tend, 1, 1, TimeUnit.SECONDS);
  }

  /** Does something each minute, instances apart from each other, on a thread of its own. */
  void eachMinute(Runnable work) {
    long first = new SecureRandom().nextLong(MINUTE.toMillis());
    var unused =
        scheduler("bridge-sweeper")
            .scheduleWithFixedDelay(work, first, MINUTE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void end(InFlight inFlight, Jobs jobs, Journal journal, AppInsights insights) {
    try {
      if (!inFlight.drain(DRAIN)) {
        LOG.warn("Calls were still under way after {} s", DRAIN.toSeconds());
        jobs.putBackAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (FailureException e) { // leases run out, and the sweep comes back for them
      LOG.warn("Jobs were not given back: {}", e.getMessage());
    }
    scheduler.shutdownNow();
    limiter.close();
    journal.close();
    insights.flush();
  }

  private static ScheduledExecutorService scheduler(String name) {
    return Executors.newSingleThreadScheduledExecutor(Threads.factory(name));
  }
}
