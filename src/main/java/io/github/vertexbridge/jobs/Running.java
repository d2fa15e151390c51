package io.github.vertexbridge.jobs;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A job that this process holds the lease of, as long as nobody takes it. Thread safe. */
final class Running {
  private final JobStore store;
  private final InstantSource clock;
  private final String owner;
  private Job job;
  private boolean ours = true;

  Running(JobStore store, InstantSource clock, Job claimed, String owner) {
    this.store = store;
    this.clock = clock;
    this.owner = owner;
    this.job = claimed;
  }

  /** The record as this process has it. */
  synchronized Job job() {
    return job;
  }

  /** Holds on to it for so long from now. */
  synchronized void renew(Duration lease) {
    if (ours) {
      var unused = change(status -> status.renewed(new Lease(owner, clock.instant().plus(lease))));
    }
  }

  /**
   * Changes the record, if it is still ours: others may only have asked for something.
   *
   * @return the record as it is then; nothing if somebody else has it, or it was cancelled
   */
  synchronized Optional<Job> change(UnaryOperator<JobStatus> move) {
    while (ours) {
      Optional<Job> stored = store.put(job.with(move.apply(job.status())));
      if (stored.isPresent()) {
        job = stored.get();
        ours = holds(job);
        return stored;
      }
      Optional<Job> now = store.get(job.id());
      ours = now.filter(this::holds).isPresent();
      job = now.orElse(job);
    }
    return Optional.empty();
  }

  private boolean holds(Job current) {
    return current.status().lease().filter(lease -> lease.owner().equals(owner)).isPresent();
  }
}
