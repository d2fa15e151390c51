package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.QueueSender;
import io.github.vertexbridge.storage.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows Vertex jobs until they end: a message {@code ID CHECKS} on {@code vertex-watch} comes
 * after 30 s, doubling to 10 min, and is followed by the next. A message with an old number is a
 * duplicate and ends there. Thread safe.
 */
final class Follower {
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** A reminder that is later than this is lost. */
  private static final Duration OVERDUE = Duration.ofMinutes(2);

  private final JobStore store;
  private final Bodies bodies;
  private final Settlement settlement;
  private final JobWork work;
  private final QueueSender queues;
  private final JobEvents events;
  private final JobRules rules;
  private final InstantSource clock;

  Follower(
      JobStore store,
      Bodies bodies,
      Settlement settlement,
      JobWork work,
      QueueSender queues,
      JobEvents events,
      JobRules rules,
      InstantSource clock) {
    this.store = store;
    this.bodies = bodies;
    this.settlement = settlement;
    this.work = work;
    this.queues = queues;
    this.events = events;
    this.rules = rules;
    this.clock = clock;
  }

  /** Begins to follow what was just made. */
  Optional<Job> begin(Running running, VertexJob made, Optional<Verdict> verdict) {
    Instant now = clock.instant();
    Followed followed = new Followed(made.name(), made.state(), 0, now.plus(FIRST), made.output());
    Optional<Job> stored = running.change(status -> status.following(followed, verdict, now));
    stored.ifPresent(
        job -> {
          events.happened("followed", job);
          remindAt(job, FIRST);
          if (job.status().cancelAsked()) {
            cancel(job);
          }
        });
    return stored;
  }

  /** Tells Vertex AI that a job's caller wants it to end; its state follows. */
  void cancel(Job job) {
    work.cancel(
        job, job.status().followed().orElseThrow().name(), Deadline.after(rules.deadline(), clock));
  }

  /** Sends the reminder again if it is lost; whether it was. */
  boolean remind(Job job) {
    Followed followed = job.status().followed().orElseThrow();
    boolean overdue = clock.instant().isAfter(followed.nextCheck().plus(OVERDUE));
    if (overdue) {
      remindAt(job, Duration.ZERO);
    }
    return overdue;
  }

  private void remindAt(Job job, Duration delay) {
    int checks = job.status().followed().orElseThrow().checks();
    queues.send(Names.WATCH, job.id() + " " + checks, delay);
  }

  /** What a reminder is about; nothing if it is none. */
  static Optional<JobId> idOf(String message) {
    String[] parts = message.strip().split(" ", -1);
    return parts.length == 2 && parts[1].matches("[0-9]{1,6}")
        ? JobId.parse(parts[0])
        : Optional.empty();
  }

  /** Looks at a Vertex job because a reminder came. */
  void look(JobId id, String message) {
    int number = Integer.parseInt(message.strip().split(" ", -1)[1]);
    Optional<Job> found = store.get(id);
    if (found.isEmpty() || found.get().status().followed().isEmpty()) {
      return; // expired, or replayed: nobody follows it any more
    }
    Job job = found.get();
    Followed followed = job.status().followed().get();
    if (job.state().ended()) {
      settlement.settle(job);
      return;
    }
    if (number != followed.checks()) {
      return;
    }
    Instant now = clock.instant();
    if (followed.nextCheck().isAfter(now.plus(TOLERANCE))) {
      remindAt(job, Duration.between(now, followed.nextCheck()));
      return;
    }
    look(job, followed);
  }

  private void look(Job job, Followed followed) {
    VertexJob seen;
    try {
      seen = work.look(job, followed.name(), Deadline.after(rules.deadline(), clock));
    } catch (FailureException e) {
      if (Retries.delay(e.failure(), 1, job.id()).isPresent()) {
        goOn(job, followed);
      } else {
        end(job, job.status().failed(cause(job, e.failure()), ran(job), owed(job), now()));
      }
      return;
    }
    Followed after =
        new Followed(
            followed.name(), seen.state(), followed.checks(), followed.nextCheck(), seen.output());
    if (seen.end().isEmpty()) {
      goOn(job, after);
      return;
    }
    Job known = job.with(job.status().following(after, ran(job), job.status().changed()));
    end(known, ended(known, seen));
  }

  private JobStatus ended(Job job, VertexJob seen) {
    return switch (seen.end().orElseThrow()) {
      case SUCCEEDED ->
          job.status()
              .succeeded(
                  bodies.storeResult(job.id(), seen.answer()), ran(job), job.owedAtEnd(), now());
      case CANCELLED -> job.status().cancelled(job.owedAtEnd(), now());
      default -> job.status().failed(cause(job, failure(seen)), ran(job), owed(job), now());
    };
  }

  private void end(Job job, JobStatus status) {
    Optional<Job> stored = store.put(job.with(status));
    if (stored.isPresent()) {
      events.happened(stored.get().state().label(), stored.get());
      settlement.settle(stored.get());
    } else {
      remindAt(job, TOLERANCE); // somebody changed it meanwhile: look again
    }
  }

  private void goOn(Job job, Followed seen) {
    Duration delay = FIRST.multipliedBy(1L << Math.min(seen.checks() + 1, 10));
    Duration wait = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    Followed next =
        new Followed(seen.name(), seen.state(), seen.checks() + 1, now().plus(wait), seen.output());
    Optional<Job> stored =
        store.put(job.with(job.status().following(next, ran(job), job.status().changed())));
    stored.ifPresentOrElse(known -> remindAt(known, wait), () -> remindAt(job, TOLERANCE));
  }

  private static Optional<Verdict> ran(Job job) {
    return job.status().ran();
  }

  private static Set<Owed> owed(Job job) {
    return job.owedAtFailure(false);
  }

  private Cause cause(Job job, Failure failure) {
    return Cause.of(failure, now(), job.status().attempts());
  }

  private Instant now() {
    return clock.instant();
  }

  private static Failure failure(VertexJob seen) {
    return Failure.at(
            Hop.VERTEX,
            FailureCode.VERTEX_JOB_FAILED,
            "Vertex job %s ended as %s%s"
                .formatted(seen.name(), seen.state(), seen.error().map(e -> ": " + e).orElse(".")),
            "Mend what Vertex AI says, and submit the job again or let an operator replay it.")
        .withFacts(Map.of("vertexJob", seen.name(), "vertexState", seen.state()));
  }
}
