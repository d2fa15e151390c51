package io.github.vertexbridge.jobs;

import java.util.EnumSet;
import java.util.Set;

/**
 * Accepted work: its record.
 *
 * @param spec what never changes
 * @param status what does
 * @param version of the record as it was read; empty before it is stored
 */
public record Job(JobSpec spec, JobStatus status, String version) {

  public JobId id() {
    return spec.id();
  }

  public JobState state() {
    return status.state();
  }

  Job with(JobStatus changed) {
    return new Job(spec, changed, version);
  }

  Job stored(String newVersion) {
    return new Job(spec, status, newVersion);
  }

  /** What is to be sent when it ends without poison. */
  Set<Owed> owedAtEnd() {
    return spec.order().announced() ? EnumSet.of(Owed.RESULT) : EnumSet.noneOf(Owed.class);
  }

  /** What is to be sent when it fails. */
  Set<Owed> owedAtFailure(boolean poison) {
    Set<Owed> owed = EnumSet.copyOf(owedAtEnd());
    // Whoever wrote to the queue has no other way to get the message back.
    if (poison || spec.order().producerId().isPresent()) {
      owed.add(Owed.POISON);
    }
    return owed;
  }
}
