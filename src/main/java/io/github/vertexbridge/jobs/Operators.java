package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.QueueSender;
import io.github.vertexbridge.storage.Names;
import java.time.InstantSource;
import java.util.Optional;

/** What operators do about jobs that failed and messages in poison. Thread safe. */
final class Operators {
  private final JobStore store;
  private final Agenda agenda;
  private final Bodies bodies;
  private final PoisonBook poison;
  private final JobWork work;
  private final QueueSender queues;
  private final JobEvents events;
  private final InstantSource clock;

  Operators(
      JobStore store,
      Agenda agenda,
      Bodies bodies,
      PoisonBook poison,
      JobWork work,
      QueueSender queues,
      JobEvents events,
      InstantSource clock) {
    this.store = store;
    this.agenda = agenda;
    this.bodies = bodies;
    this.poison = poison;
    this.work = work;
    this.queues = queues;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Lets a failed job, or a message in poison, run again.
   *
   * @throws FailureException POLICY_DENIED if the job's caller may not any more
   */
  void replay(String id, Caller by) {
    Optional<PoisonBook.Entry> entry = poison.get(id);
    Optional<Job> job = JobId.parse(id).flatMap(store::get);
    if (job.isPresent()) {
      replay(job.get(), entry, by);
    } else if (entry.isPresent()) {
      replay(entry.get(), by);
    } else {
      throw unknown(id);
    }
  }

  private void replay(Job job, Optional<PoisonBook.Entry> entry, Caller by) {
    JobSpec spec = job.spec();
    var unused = work.admit(spec.caller(), spec.order(), bodies.fetch(spec.body()));
    var unusedToo =
        agenda.note(spec.id(), spec.body().blob(), clock.instant().plus(Submission.FIRST_LOOK));
    Job replayed =
        store
            .change(spec.id(), now -> failed(now).with(now.status().replayed(clock.instant())))
            .orElseThrow(() -> unknown(job.id().value()));
    entry.ifPresent(poison::remove);
    queues.send(Names.REQUESTS, spec.id().value());
    events.happened("replayed", replayed, Optional.of(by));
  }

  private static Job failed(Job job) {
    if (job.state() != JobState.FAILED) {
      throw Failure.of(
              FailureCode.JOB_STATE,
              "The job is " + job.state().label() + ".",
              "Only failed jobs are replayed.")
          .asException();
    }
    return job;
  }

  private void replay(PoisonBook.Entry entry, Caller by) {
    String message =
        poison
            .message(entry.id())
            .orElseThrow(
                () ->
                    Failure.of(
                            FailureCode.JOB_TAMPERED,
                            "The message of this entry is gone.",
                            "Drop the entry; its producer has to send the message again.")
                        .asException());
    queues.send(entry.queue(), message);
    poison.remove(entry);
    events.happened(
        "replayed", entry.id(), entry.correlationId(), entry.cause().failure(), Optional.of(by));
  }

  /** Takes a job or message out of poison for good; a job's record expires as others do. */
  void drop(String id, Caller by) {
    PoisonBook.Entry entry = poison.get(id).orElseThrow(() -> unknown(id));
    if (entry.job()) {
      Optional<Job> dropped = store.change(new JobId(id), job -> job.with(job.status().dropped()));
      dropped.ifPresent(job -> events.happened("dropped", job, Optional.of(by)));
    } else {
      events.happened(
          "dropped", id, entry.correlationId(), entry.cause().failure(), Optional.of(by));
    }
    poison.remove(entry);
  }

  static FailureException unknown(String id) {
    return Failure.of(
            FailureCode.JOB_UNKNOWN,
            "There is no job " + io.github.vertexbridge.call.Redaction.scrub(id) + ".",
            "Use an id that the bridge gave you; records expire some time after their jobs ended.")
        .asException();
  }
}
