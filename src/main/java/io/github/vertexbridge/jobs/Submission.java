package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Accepts work: body, agenda, record, in this order. With the record it is accepted; until then
 * nothing is, and what lies about is found by the agenda. Thread safe.
 */
final class Submission {
  /** When the sweeper first looks at a job. */
  static final Duration FIRST_LOOK = Duration.ofMinutes(2);

  /** A record is not written after so long: the sweeper may have found none and gone on. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final JobStore store;
  private final Agenda agenda;
  private final Bodies bodies;
  private final JobEvents events;
  private final InstantSource clock;

  Submission(JobStore store, Agenda agenda, Bodies bodies, JobEvents events, InstantSource clock) {
    this.store = store;
    this.agenda = agenda;
    this.bodies = bodies;
    this.events = events;
    this.clock = clock;
  }

  /**
   * A job that is accepted.
   *
   * @param fresh whether it was by this request
   */
  record Accepted(Job job, boolean fresh) {}

  /**
   * The job of this id, if it was accepted before.
   *
   * @throws io.github.vertexbridge.call.FailureException IDEMPOTENCY_KEY_REUSED if it is another
   */
  Optional<Job> known(JobId id, JobOrder order, byte[] body) {
    String fingerprint = JobSpec.fingerprint(order, Hashes.sha256(body));
    return store.get(id).map(job -> same(job, fingerprint));
  }

  /**
   * Accepts a job.
   *
   * @throws io.github.vertexbridge.call.FailureException IDEMPOTENCY_KEY_REUSED if they have named
   *     another one; STORAGE_UNAVAILABLE: nothing is accepted then
   */
  Accepted accept(
      JobId id,
      Caller caller,
      JobOrder order,
      byte[] body,
      CorrelationId correlationId,
      Optional<String> traceparent,
      Optional<Verdict> admitted) {
    Instant now = clock.instant();
    Claim claim = bodies.claim(id, body);
    bodies.store(claim, body);
    Agenda.Entry entry = agenda.note(id, claim.blob(), now.plus(FIRST_LOOK));
    if (clock.instant().isAfter(now.plus(PATIENCE))) {
      throw Failure.of(
              FailureCode.STORAGE_UNAVAILABLE,
              "Storage took more than a minute.",
              "Submit the job again with the same key.")
          .withRetryAfter(Duration.ofSeconds(5))
          .asException();
    }
    Job job =
        new Job(
            new JobSpec(
                id,
                caller,
                order,
                claim,
                JobSpec.fingerprint(order, claim.sha256()),
                correlationId,
                traceparent,
                admitted,
                now),
            JobStatus.accepted(now),
            "");
    Optional<Job> stored = store.add(job);
    if (stored.isPresent()) {
      events.happened("accepted", stored.get());
      return new Accepted(stored.get(), true);
    }
    return new Accepted(lost(job, entry), false);
  }

  /** Somebody else was faster, or this very request was and did not hear the answer. */
  private Job lost(Job job, Agenda.Entry entry) {
    Job winner = store.get(job.id()).orElseThrow();
    if (!winner.spec().body().equals(job.spec().body())) {
      bodies.delete(job.spec().body().blob());
      agenda.done(entry);
    }
    return same(winner, job.spec().fingerprint());
  }

  private static Job same(Job known, String fingerprint) {
    if (!known.spec().fingerprint().equals(fingerprint)) {
      throw Failure.of(
              FailureCode.IDEMPOTENCY_KEY_REUSED,
              "The idempotency key was used before, for another job.",
              "Use a key only once; repeat a request only as it was.")
          .asException();
    }
    return known;
  }
}
