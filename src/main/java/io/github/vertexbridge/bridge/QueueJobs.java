package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.jobs.JobId;
import io.github.vertexbridge.jobs.JobOrder;
import io.github.vertexbridge.jobs.Jobs;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.surface.QueueSurface;
import java.util.Optional;

/**
 * Messages of the queues. The bridge's own name a job and carry no authority; others are work of
 * whoever may write to the queue. Each returns when the message is done with, and throws when the
 * host should bring it again. Thread safe.
 */
final class QueueJobs {
  private final Jobs jobs;
  private final InFlight inFlight;

  QueueJobs(Jobs jobs, InFlight inFlight) {
    this.jobs = jobs;
    this.inFlight = inFlight;
  }

  /** A message of {@code vertex-requests}. */
  void request(String raw, String invocationId) {
    try (InFlight.Entry entry = inFlight.enter()) {
      Optional<JobId> job = JobId.parse(raw.strip());
      if (job.isPresent()) {
        jobs.run(job.get(), invocationId);
      } else {
        direct(raw, invocationId);
      }
    }
  }

  private void direct(String raw, String invocationId) {
    CorrelationId correlationId = CorrelationId.fresh();
    QueueSurface.Message message;
    try {
      message = QueueSurface.read(raw);
    } catch (FailureException e) {
      jobs.bury(raw, Names.REQUESTS, e.failure(), correlationId, producerId(raw, e));
      return;
    }
    try {
      jobs.runDirect(
          Caller.ofQueue(Names.REQUESTS),
          message.id(),
          JobOrder.call(message.alias(), message.action()),
          message.body(),
          correlationId,
          invocationId);
    } catch (FailureException e) {
      if (e.failure().code() != FailureCode.IDEMPOTENCY_KEY_REUSED) {
        throw e;
      }
      jobs.bury(raw, Names.REQUESTS, e.failure(), correlationId, Optional.of(message.id()));
    }
  }

  /** Whoever sends what is no message at all does not wait for a result. */
  private static Optional<String> producerId(String raw, FailureException e) {
    return e.failure().code() == FailureCode.QUEUE_MESSAGE_INVALID
        ? Optional.empty()
        : QueueSurface.idOf(raw);
  }

  /** A message of {@code vertex-watch}. */
  void watch(String raw) {
    try (InFlight.Entry entry = inFlight.enter()) {
      jobs.watch(raw);
    }
  }
}
