package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.QueueSender;
import io.github.vertexbridge.storage.Names;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sends what is owed about jobs that ended. The record says what is owed until it was sent, so a
 * crash in between sends it twice, never not at all. Thread safe.
 */
final class Settlement {
  private final JobStore store;
  private final Bodies bodies;
  private final PoisonBook poison;
  private final QueueSender queues;
  private final Messages messages;
  private final JobEvents events;
  private final InstantSource clock;

  Settlement(
      JobStore store,
      Bodies bodies,
      PoisonBook poison,
      QueueSender queues,
      Messages messages,
      JobEvents events,
      InstantSource clock) {
    this.store = store;
    this.bodies = bodies;
    this.poison = poison;
    this.queues = queues;
    this.messages = messages;
    this.events = events;
    this.clock = clock;
  }

  /** Sends what is owed about a job; nothing if nothing is. */
  void settle(Job job) {
    if (job.status().owed().isEmpty()) {
      return;
    }
    if (job.status().owed().contains(Owed.POISON)) {
      bury(job);
    }
    if (job.status().owed().contains(Owed.RESULT)) {
      queues.send(Names.RESULTS, result(job));
    }
    // Whoever changed it meanwhile has seen to what it owes.
    var unused = store.put(job.with(job.status().settled()));
  }

  private String result(Job job) {
    return job.status()
        .result()
        .map(result -> messages.succeeded(job, result, bodies.fetchResult(result)))
        .orElseGet(() -> messages.ended(job, why(job)));
  }

  private static Failure why(Job job) {
    return job.state() == JobState.CANCELLED
        ? Failure.of(
            FailureCode.JOB_STATE, "The job was cancelled.", "Submit it again with another key.")
        : job.status().cause().orElseThrow().failure();
  }

  private void bury(Job job) {
    Cause cause = job.status().cause().orElseThrow();
    String queue = job.status().followed().isPresent() ? Names.WATCH : Names.REQUESTS;
    poison.add(job, queue, cause);
    queues.send(
        Names.poisonOf(queue),
        Messages.poison(
            job.id().value(),
            job.spec().order().producerId(),
            cause,
            job.spec().correlationId(),
            job.id().value()));
    events.happened("poisoned", job);
  }

  /**
   * Puts a message aside that can't become a job.
   *
   * @param producerId what its producer called it, if that can be read: it hears about it
   */
  void bury(
      String message,
      String queue,
      Failure failure,
      CorrelationId correlationId,
      Optional<String> producerId) {
    Cause cause = Cause.of(failure, clock.instant(), 0);
    PoisonBook.Entry entry = poison.add(message, queue, cause, correlationId);
    queues.send(
        Names.poisonOf(queue),
        Messages.poison(entry.id(), producerId, cause, correlationId, message));
    if (producerId.isPresent()) {
      queues.send(Names.RESULTS, messages.refused(producerId.get(), failure, correlationId));
    }
    events.happened("poisoned", entry.id(), correlationId, failure, Optional.empty());
  }
}
