package io.github.vertexbridge.bridge;

import io.github.vertexbridge.jobs.Backlog;
import io.github.vertexbridge.jobs.Jobs;
import io.github.vertexbridge.telemetry.AppInsights;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the queue each time it runs, and remembers how it stood. Thread safe. */
final class QueueTending implements Runnable, Supplier<Backlog> {
  private static final Logger LOG = LoggerFactory.getLogger(QueueTending.class);

  private final Jobs jobs;
  private final AppInsights insights;
  private volatile Backlog last = Backlog.NONE;

  QueueTending(Jobs jobs, AppInsights insights) {
    this.jobs = jobs;
    this.insights = insights;
  }

  @Override
  public void run() {
    try {
      jobs.operations().sweepInTurn();
      Backlog now = jobs.operations().backlog();
      last = now;
      insights.backlog(now.waiting(), now.oldest(), now.running(), now.poison());
    } catch (RuntimeException e) { // the next minute is another try
      LOG.warn("Jobs were not looked after: {}", SafeStack.of(e));
    }
  }

  @Override
  public Backlog get() {
    return last;
  }
}
