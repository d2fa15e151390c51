package io.github.vertexbridge.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the leases of running jobs, three times in the life of one. Thread safe. */
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final ScheduledExecutorService scheduler;
  private final Duration lease;
  private final Set<Running> kept = ConcurrentHashMap.newKeySet();

  /**
   * @param scheduler of this alone: a renewal that waits is a lease that ends
   */
  Leases(ScheduledExecutorService scheduler, Duration lease) {
    this.scheduler = scheduler;
    this.lease = lease;
  }

  /** A lease that is kept until this is closed. */
  interface Kept extends AutoCloseable {
    @Override
    void close();
  }

  Kept keep(Running running) {
    kept.add(running);
    long third = lease.toMillis() / 3;
    ScheduledFuture<?> renewals =
        scheduler.scheduleAtFixedRate(() -> renew(running), third, third, TimeUnit.MILLISECONDS);
    return () -> {
      renewals.cancel(false);
      kept.remove(running);
    };
  }

  /** What this process holds. */
  List<Running> held() {
    return List.copyOf(kept);
  }

  private void renew(Running running) {
    try {
      running.renew(lease);
    } catch (RuntimeException e) { // the next renewal comes in time, or the lease ends
      LOG.warn("Lease of job {} was not renewed: {}", running.job().id(), e.getMessage());
    }
  }
}
