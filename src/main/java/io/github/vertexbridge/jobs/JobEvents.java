package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.JobReport;
import io.github.vertexbridge.call.JobSink;
import java.time.InstantSource;
import java.util.Optional;

/** Tells the sink what happens. */
final class JobEvents {
  private final JobSink sink;
  private final InstantSource clock;

  JobEvents(JobSink sink, InstantSource clock) {
    this.sink = sink;
    this.clock = clock;
  }

  void happened(String event, Job job) {
    happened(event, job, Optional.empty());
  }

  void happened(String event, Job job, Optional<Caller> by) {
    sink.happened(
        new JobReport(
            clock.instant(),
            event,
            job.id().value(),
            job.spec().order().kind().label(),
            Optional.of(job.spec().caller()),
            job.status().attempts(),
            job.spec().correlationId(),
            job.state() == JobState.SUCCEEDED
                ? Optional.empty()
                : job.status().cause().map(Cause::failure),
            by));
  }

  /** About a message that is no job. */
  void happened(
      String event, String id, CorrelationId correlationId, Failure why, Optional<Caller> by) {
    sink.happened(
        new JobReport(
            clock.instant(),
            event,
            id,
            "message",
            Optional.empty(),
            0,
            correlationId,
            Optional.of(why),
            by));
  }
}
