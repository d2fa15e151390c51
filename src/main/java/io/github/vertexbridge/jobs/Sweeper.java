package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.storage.Queues;
import io.github.vertexbridge.storage.Queues.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Comes back for what was left behind: jobs without a message, leases that ran out, reminders that
 * were lost, messages that are owed, messages that the host gave up; and lets what is old expire.
 * Everything it does may be done twice, so two sweeps at once do no harm. Thread safe.
 */
final class Sweeper {
  /** Looks at one job are so far apart at most. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private static final Duration POISON = Duration.ofDays(1);

  /** A message is sent so soon after its record, by whichever clock. */
  private static final Duration SENT = Duration.ofMinutes(1);

  private static final Duration HIDDEN = Duration.ofMinutes(1);
  private static final int JOBS = 1000;
  private static final int BATCHES = 10;

  /** What the service shows at once. */
  private static final int SHOWN = 32;

  private final JobStore store;
  private final Agenda agenda;
  private final Bodies bodies;
  private final PoisonBook poison;
  private final Settlement settlement;
  private final Follower follower;
  private final Queues queues;
  private final JobEvents events;
  private final JobRules rules;
  private final Function<String, Optional<String>> producerIds;
  private final InstantSource clock;

  /**
   * @param producerIds reads what a direct producer called a message, if that can be read
   */
  Sweeper(
      JobStore store,
      Agenda agenda,
      Bodies bodies,
      PoisonBook poison,
      Settlement settlement,
      Follower follower,
      Queues queues,
      JobEvents events,
      JobRules rules,
      Function<String, Optional<String>> producerIds,
      InstantSource clock) {
    this.store = store;
    this.agenda = agenda;
    this.bodies = bodies;
    this.poison = poison;
    this.settlement = settlement;
    this.follower = follower;
    this.queues = queues;
    this.events = events;
    this.rules = rules;
    this.producerIds = producerIds;
    this.clock = clock;
  }

  /**
   * Sweeps once.
   *
   * @param ahead also looks at jobs whose time comes within this
   */
  Swept sweep(Duration ahead) {
    Instant now = clock.instant();
    Optional<Instant> reached = oldest();
    int looked = 0;
    int found = 0;
    int expired = 0;
    for (Agenda.Entry entry : agenda.due(now.plus(ahead), JOBS)) {
      looked++;
      Optional<Job> job = store.get(entry.id());
      if (job.filter(j -> j.spec().body().blob().equals(entry.blob())).isEmpty()) {
        discard(entry, now);
      } else if (!job.get().state().ended()) {
        found += comeBack(job.get(), reached) ? 1 : 0;
        agenda.move(entry, now.plus(nextLook(job.get(), now)));
      } else {
        expired += close(entry, job.get(), now) ? 1 : 0;
      }
    }
    int givenUp = givenUp(Names.REQUESTS) + givenUp(Names.WATCH);
    return new Swept(looked, found, expired, givenUp);
  }

  /** Never accepted, or by another try than the one that noted this; but not while that lasts. */
  private void discard(Agenda.Entry entry, Instant now) {
    if (agenda.isDue(entry, now)) {
      bodies.delete(entry.blob());
      agenda.done(entry);
    }
  }

  /** When the first visible message was sent: whatever was sent before has been received. */
  private Optional<Instant> oldest() {
    return queues.peek(Names.REQUESTS).stream().map(Message::inserted).findFirst();
  }

  /** Whether the job had been left behind. */
  private boolean comeBack(Job job, Optional<Instant> reached) {
    Instant now = clock.instant();
    JobStatus status = job.status();
    if (status.followed().isPresent()) {
      return follower.remind(job);
    }
    boolean waits = status.held(now) || status.notBefore().isAfter(now);
    boolean inLine = reached.filter(at -> at.isBefore(latest(job).plus(SENT))).isPresent();
    if (waits || inLine) {
      return false;
    }
    queues.send(Names.REQUESTS, job.id().value());
    events.happened("found", job);
    return true;
  }

  /** When a message for it was to be sent, or to appear. */
  private static Instant latest(Job job) {
    Instant changed = job.status().changed();
    return changed.isAfter(job.status().notBefore()) ? changed : job.status().notBefore();
  }

  private static Duration nextLook(Job job, Instant now) {
    Duration age = Duration.between(job.spec().created(), now);
    Duration wait = age.compareTo(Submission.FIRST_LOOK) < 0 ? Submission.FIRST_LOOK : age;
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  /** Whether it has expired. */
  private boolean close(Agenda.Entry entry, Job job, Instant now) {
    settlement.settle(job);
    Instant end = job.status().changed().plus(rules.retention());
    if (job.status().poison()) {
      agenda.move(entry, now.plus(POISON));
      return false;
    }
    if (end.isAfter(now)) {
      agenda.move(entry, end);
      return false;
    }
    bodies.deleteResult(job.id());
    bodies.delete(job.spec().body().blob());
    store.remove(job.id());
    agenda.done(entry);
    events.happened("expired", job);
    return true;
  }

  /**
   * Looks through a poison queue for messages of the host, which are without a cause and would go
   * after 7 days, and for ours that were answered. Receives nothing if there is nothing to do.
   */
  private int givenUp(String queue) {
    String from = Names.poisonOf(queue);
    List<Message> shown = queues.peek(from);
    boolean allOurs = shown.stream().allMatch(message -> isOpen(message.text()));
    if (allOurs && (shown.size() < SHOWN || queues.length(from) <= SHOWN)) {
      return 0;
    }
    int found = 0;
    for (int i = 0; i < BATCHES; i++) {
      List<Message> batch = queues.receive(from, HIDDEN);
      for (Message message : batch) {
        if (isOpen(message.text())) {
          queues.release(from, message);
        } else {
          found += Messages.poisonId(message.text()).isEmpty() ? 1 : 0;
          takeUp(queue, message.text());
          queues.delete(from, message);
        }
      }
      if (batch.size() < SHOWN) {
        break;
      }
    }
    return found;
  }

  private boolean isOpen(String text) {
    return Messages.poisonId(text).flatMap(poison::get).isPresent();
  }

  private void takeUp(String queue, String text) {
    if (Messages.poisonId(text).isPresent()) {
      return; // replayed or dropped
    }
    Optional<Job> job = JobId.parse(text.strip()).or(() -> Follower.idOf(text)).flatMap(store::get);
    if (job.isEmpty()) {
      settlement.bury(text, queue, givenUp(), CorrelationId.fresh(), producerIds.apply(text));
    } else if (!job.get().state().ended()) {
      // Its attempts are counted in its record: nobody else gives it up.
      queues.send(queue, text);
      events.happened("found", job.get());
    }
  }

  private static Failure givenUp() {
    return Failure.of(
        FailureCode.JOB_ABANDONED,
        "The Functions host gave the message up after its deliveries, without a cause.",
        "Find out from the app's log of that time what failed; then replay the message.");
  }

  /**
   * What a sweep did.
   *
   * @param looked jobs that were looked at
   * @param found those that had been left behind
   * @param expired records that are gone now
   * @param givenUp messages that the host had given up
   */
  record Swept(int looked, int found, int expired, int givenUp) {}
}
