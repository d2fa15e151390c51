package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.QueueSender;
import io.github.vertexbridge.storage.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What happens when a message names a job. The message has no say in it: the record decides. A
 * message that comes too early, or while somebody else works, is sent again for later, so each
 * message leaves at most one behind. Thread safe.
 */
final class JobRunner {
  /** Clocks differ: so much too early is early enough. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final JobStore store;
  private final Bodies bodies;
  private final Settlement settlement;
  private final JobWork work;
  private final Follower follower;
  private final Shares shares;
  private final Leases leases;
  private final QueueSender queues;
  private final JobEvents events;
  private final JobRules rules;
  private final Supplier<String> names;
  private final InstantSource clock;

  JobRunner(
      JobStore store,
      Bodies bodies,
      Settlement settlement,
      JobWork work,
      Follower follower,
      Shares shares,
      Leases leases,
      QueueSender queues,
      JobEvents events,
      JobRules rules,
      Supplier<String> names,
      InstantSource clock) {
    this.store = store;
    this.bodies = bodies;
    this.settlement = settlement;
    this.work = work;
    this.follower = follower;
    this.shares = shares;
    this.leases = leases;
    this.queues = queues;
    this.events = events;
    this.rules = rules;
    this.names = names;
    this.clock = clock;
  }

  /**
   * Does what can be done for a job now.
   *
   * @throws FailureException with STORAGE_UNAVAILABLE: the host brings the message again
   */
  void run(JobId id, String invocationId) {
    Optional<Job> job = store.get(id);
    if (job.isEmpty()) {
      settlement.bury(
          id.value(), Names.REQUESTS, unknown(), CorrelationId.fresh(), Optional.empty());
      return;
    }
    run(job.get(), invocationId);
  }

  private void run(Job job, String invocationId) {
    JobStatus status = job.status();
    Instant now = clock.instant();
    if (status.state().ended()) {
      settlement.settle(job);
    } else if (status.followed().isPresent()) {
      follower.remind(job);
    } else if (status.held(now)) {
      again(job, Duration.between(now, status.lease().orElseThrow().until()).plus(TOLERANCE));
    } else if (status.notBefore().isAfter(now.plus(TOLERANCE))) {
      again(job, Duration.between(now, status.notBefore()));
    } else {
      begin(job, invocationId);
    }
  }

  private void begin(Job job, String invocationId) {
    String caller = JobId.scope(job.spec().caller());
    Optional<Duration> wait = shares.enter(caller, work.share(job));
    if (wait.isPresent()) {
      again(job, wait.get());
      return;
    }
    Instant began = clock.instant();
    try {
      String owner = names.get();
      Optional<Job> claimed = claim(job, owner);
      if (claimed.isPresent()) {
        settlement.settle(attempt(claimed.get(), owner, invocationId));
      } else {
        // Somebody was faster: the record says what is to be done now.
        again(job, TOLERANCE);
      }
    } finally {
      shares.leave(caller, Duration.between(began, clock.instant()));
    }
  }

  private void again(Job job, Duration delay) {
    queues.send(Names.REQUESTS, job.id().value(), delay);
  }

  /** Writes the attempt ahead. A write that was made but not heard of is ours all the same. */
  private Optional<Job> claim(Job job, String owner) {
    Instant now = clock.instant();
    Lease lease = new Lease(owner, now.plus(rules.lease()));
    return store
        .put(job.with(job.status().claimed(lease, now)))
        .or(
            () ->
                store
                    .get(job.id())
                    .filter(found -> found.status().lease().equals(Optional.of(lease))));
  }

  /** The record after the attempt; as it is now if somebody else has it. */
  private Job attempt(Job claimed, String owner, String invocationId) {
    events.happened("begun", claimed);
    Running running = new Running(store, clock, claimed, owner);
    Decided verdict = new Decided(claimed.status().ran());
    try (Leases.Kept kept = leases.keep(running)) {
      Optional<Job> ended;
      try {
        ended =
            claimed.spec().order().kind() == JobKind.CALL
                ? called(running, verdict, invocationId)
                : created(running, verdict, invocationId);
      } catch (FailureException e) {
        ended = failed(running, e.failure(), verdict.get());
      }
      return ended.or(() -> store.get(claimed.id())).orElse(claimed);
    }
  }

  private Optional<Job> called(Running running, Decided verdict, String invocationId) {
    Job job = running.job();
    JobResult result = stored(job).orElseGet(() -> answered(job, verdict, invocationId));
    Optional<Job> ended =
        running.change(
            status -> status.succeeded(result, verdict.get(), job.owedAtEnd(), clock.instant()));
    ended.ifPresent(done -> events.happened("succeeded", done));
    return ended;
  }

  /** What an attempt before this one has got and stored: it need not be asked for again. */
  private Optional<JobResult> stored(Job job) {
    if (job.status().attempts() > 1 || job.status().cause().isPresent()) {
      Optional<JobResult> found = bodies.result(job.id());
      if (found.isPresent()) {
        return found;
      }
    }
    withinLimit(job);
    return Optional.empty();
  }

  /** The attempt after the last only looks for what the last may have left. */
  private void withinLimit(Job job) {
    if (job.status().attempts() > rules.attempts()) {
      throw abandoned(job).asException();
    }
  }

  private JobResult answered(Job job, Decided verdict, String invocationId) {
    byte[] body = bodies.fetch(job.spec().body());
    Answer answer = work.call(job, body, run(verdict, invocationId));
    // From here to the next line Vertex has answered and nobody has the answer: if the process
    // ends now, the next attempt asks again. docs/jobs.md has the odds.
    return bodies.storeResult(job.id(), answer);
  }

  private Optional<Job> created(Running running, Decided verdict, String invocationId) {
    Job job = running.job();
    withinLimit(job);
    byte[] body = bodies.fetch(job.spec().body());
    VertexJob made = work.create(job, body, run(verdict, invocationId));
    return follower.begin(running, made, verdict.get());
  }

  private JobWork.Run run(Decided verdict, String invocationId) {
    return new JobWork.Run(
        Deadline.after(rules.deadline(), clock), invocationId, decided -> verdict.is(decided));
  }

  private Optional<Job> failed(Running running, Failure failure, Optional<Verdict> verdict) {
    Job job = running.job();
    int attempts = job.status().attempts();
    Instant now = clock.instant();
    Cause cause = Cause.of(failure, now, attempts);
    Optional<Duration> delay = Retries.delay(failure, attempts, job.id());
    if (delay.isPresent() && attempts < rules.attempts() && !job.status().cancelAsked()) {
      Optional<Job> back =
          running.change(status -> status.putBack(cause, verdict, now.plus(delay.get()), now));
      if (back.isPresent()) {
        events.happened("put-back", back.get());
        again(back.get(), delay.get());
      }
      return back;
    }
    boolean poison = delay.isPresent() || failure.code() == FailureCode.JOB_ABANDONED;
    Optional<Job> ended =
        running.change(status -> status.failed(cause, verdict, job.owedAtFailure(poison), now));
    ended.ifPresent(done -> events.happened("failed", done));
    return ended;
  }

  private Failure abandoned(Job job) {
    return Failure.of(
            FailureCode.JOB_ABANDONED,
            "The process ended without a word in the last of "
                + rules.attempts()
                + " attempts."
                + job.status().cause().map(c -> " Before: " + c.seen()).orElse(""),
            "Find out from the app's log what ended it; then replay the job.")
        .withFacts(job.status().cause().map(Cause::facts).orElseGet(Map::of));
  }

  /**
   * Gives back what this process holds, because it ends: others need not wait until leases run out
   * or messages come back. An answer that still arrives and is stored in time is used.
   */
  void putBackAll() {
    for (Running running : leases.held()) {
      Instant now = clock.instant();
      Job job = running.job();
      Cause cause = Cause.of(ending(), now, job.status().attempts());
      running
          .change(status -> status.givenBack(cause, now))
          .ifPresent(
              back -> {
                events.happened("put-back", back);
                again(back, Duration.ZERO);
              });
    }
  }

  private static Failure ending() {
    return Failure.of(
        FailureCode.SHUTTING_DOWN,
        "The instance that ran the job shut down.",
        "Wait: another instance runs it.");
  }

  private static Failure unknown() {
    return Failure.of(
        FailureCode.JOB_UNKNOWN,
        "The message names a job that there is no record of.",
        "Drop it if the job has expired; otherwise find out who sent it.");
  }

  /** The policy's word on the job: the last attempt's until this one has asked. */
  private static final class Decided {
    private Optional<Verdict> verdict;

    Decided(Optional<Verdict> before) {
      verdict = before;
    }

    void is(Verdict now) {
      verdict = Optional.of(now);
    }

    Optional<Verdict> get() {
      return verdict;
    }
  }
}
