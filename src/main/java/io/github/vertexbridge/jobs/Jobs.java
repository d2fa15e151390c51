package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.JobSink;
import io.github.vertexbridge.storage.Blobs;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.storage.Queues;
import io.github.vertexbridge.storage.Table;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepted work, as the rest of the bridge sees it. Thread safe. What storage does not do is a
 * {@link FailureException} with STORAGE_UNAVAILABLE.
 */
public final class Jobs {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private final JobStore store;
  private final Bodies bodies;
  private final Submission submission;
  private final Settlement settlement;
  private final JobRunner runner;
  private final Follower follower;
  private final JobOperations operations;
  private final Queues queues;
  private final JobWork work;
  private final JobEvents events;
  private final InstantSource clock;

  /**
   * Where jobs are kept.
   *
   * @param jobs the table of records
   * @param agenda the table of what is due
   * @param bodies the container of bodies and results
   * @param queues the queues
   */
  public record Places(Table jobs, Table agenda, Blobs bodies, Queues queues) {}

  /**
   * How messages of others look.
   *
   * @param errors gives failures the shape of Google's APIs
   * @param producerIds reads what a direct producer called a message, if that can be read
   */
  public record Formats(
      BiFunction<Failure, CorrelationId, byte[]> errors,
      Function<String, Optional<String>> producerIds) {}

  /**
   * @param work does what jobs ask for
   * @param sink hears what happens
   * @param leases renews leases and does nothing else
   * @param names gives names that nobody else uses
   */
  public Jobs(
      Places places,
      Formats formats,
      JobWork work,
      JobSink sink,
      JobRules rules,
      ScheduledExecutorService leases,
      Supplier<String> names,
      InstantSource clock) {
    this.clock = clock;
    this.work = work;
    this.queues = places.queues();
    events = new JobEvents(sink, clock);
    store = new JobStore(places.jobs());
    bodies = new Bodies(places.bodies(), names);
    PoisonBook poison = new PoisonBook(places.agenda(), places.bodies());
    Shares shares = new Shares(rules.slots(), clock);
    Agenda agenda = new Agenda(places.agenda());
    submission = new Submission(store, agenda, bodies, events, clock);
    settlement =
        new Settlement(
            store, bodies, poison, queues, new Messages(formats.errors()), events, clock);
    follower = new Follower(store, bodies, settlement, work, queues, events, rules, clock);
    runner =
        new JobRunner(
            store,
            bodies,
            settlement,
            work,
            follower,
            shares,
            new Leases(leases, rules.lease()),
            queues,
            events,
            rules,
            names,
            clock);
    Sweeper sweeper =
        new Sweeper(
            store,
            agenda,
            bodies,
            poison,
            settlement,
            follower,
            queues,
            events,
            rules,
            formats.producerIds(),
            clock);
    operations =
        new JobOperations(
            sweeper,
            new SweepTurn(places.agenda(), JobOperations.TURN, clock),
            new Operators(store, agenda, bodies, poison, work, queues, events, clock),
            poison,
            store,
            queues,
            shares,
            clock);
  }

  /**
   * Accepts a job, or finds the one that this caller's key has named before.
   *
   * @throws FailureException if it is denied; IDEMPOTENCY_KEY_REUSED
   */
  public Job submit(
      Caller caller,
      String key,
      JobOrder order,
      byte[] body,
      CorrelationId correlationId,
      Optional<String> traceparent) {
    JobId id = JobId.of(caller, key);
    Optional<Job> known = submission.known(id, order, body);
    if (known.isPresent()) {
      return known.get();
    }
    Verdict verdict = work.admit(caller, order, body);
    Submission.Accepted accepted =
        submission.accept(
            id, caller, order, body, correlationId, traceparent, Optional.of(verdict));
    if (accepted.fresh()) {
      announce(accepted.job());
    }
    return accepted.job();
  }

  /**
   * The job that this caller's key has named before, if there is one.
   *
   * @throws FailureException IDEMPOTENCY_KEY_REUSED if it is another
   */
  public Optional<Job> known(Caller caller, String key, JobOrder order, byte[] body) {
    return submission.known(JobId.of(caller, key), order, body);
  }

  private void announce(Job job) {
    try {
      queues.send(Names.REQUESTS, job.id().value());
    } catch (FailureException e) {
      LOG.warn("Job {} is accepted, a sweep will queue it: {}", job.id(), e.getMessage());
    }
  }

  /**
   * Does what a message of a direct producer asks for. It names its job by its own id.
   *
   * @throws FailureException IDEMPOTENCY_KEY_REUSED
   */
  public void runDirect(
      Caller caller,
      String producerId,
      JobOrder order,
      byte[] body,
      CorrelationId correlationId,
      String invocationId) {
    JobId id = JobId.of(caller, producerId);
    JobOrder own = order.of(producerId);
    if (submission.known(id, own, body).isEmpty()) {
      var unused =
          submission.accept(
              id, caller, own, body, correlationId, Optional.empty(), Optional.empty());
    }
    runner.run(id, invocationId);
  }

  /** Does what can be done for a job now. */
  public void run(JobId id, String invocationId) {
    runner.run(id, invocationId);
  }

  /** Gives back what this process works on, because it ends. */
  public void putBackAll() {
    runner.putBackAll();
  }

  /** Looks at a Vertex job because a reminder came; a message that is none goes to poison. */
  public void watch(String message) {
    Optional<JobId> id = Follower.idOf(message);
    if (id.isPresent()) {
      follower.look(id.get(), message);
      return;
    }
    bury(
        message,
        Names.WATCH,
        Failure.of(
            FailureCode.QUEUE_MESSAGE_INVALID,
            "The message is no reminder of the bridge.",
            "Drop it: only the bridge writes to this queue."),
        CorrelationId.fresh());
  }

  /** Puts a message aside that can't become a job. */
  public void bury(String message, String queue, Failure failure, CorrelationId correlationId) {
    settlement.bury(message, queue, failure, correlationId, Optional.empty());
  }

  /** The same, and its producer hears about it. */
  public void bury(
      String message,
      String queue,
      Failure failure,
      CorrelationId correlationId,
      Optional<String> producerId) {
    settlement.bury(message, queue, failure, correlationId, producerId);
  }

  /**
   * A caller's job.
   *
   * @param caller whose it must be; empty: anybody's
   * @throws FailureException JOB_UNKNOWN also for those of others
   */
  public Job get(String id, Optional<Caller> caller) {
    return JobId.parse(id)
        .flatMap(store::get)
        .filter(job -> caller.filter(one -> !isOf(job, one)).isEmpty())
        .orElseThrow(() -> Operators.unknown(id));
  }

  private static boolean isOf(Job job, Caller caller) {
    return JobId.scope(job.spec().caller()).equals(JobId.scope(caller));
  }

  /**
   * Jobs in the order of their ids.
   *
   * @param caller whose; empty: everybody's
   * @param after the last one of the page before
   */
  public List<Job> list(
      Optional<Caller> caller, Optional<JobState> state, Optional<JobId> after, int limit) {
    return store.list(caller, state, after, limit);
  }

  /**
   * What Vertex answered.
   *
   * @throws FailureException JOB_RESULT_MISSING if the job has not succeeded
   */
  public Answer result(Job job) {
    return job.status()
        .result()
        .map(bodies::fetchResult)
        .orElseThrow(
            () ->
                Failure.of(
                        FailureCode.JOB_RESULT_MISSING,
                        "The job is " + job.state().label() + " and has no result.",
                        job.state().ended()
                            ? "Read the job itself for what came of it."
                            : "Wait until its state is succeeded.")
                    .asException());
  }

  /** Ends a job, at Vertex AI too; one that has ended stays as it is. */
  public Job cancel(Job job, Caller by) {
    Job changed =
        store
            .change(job.id(), now -> now.state().ended() ? now : now.with(cancelled(now)))
            .orElseThrow(() -> Operators.unknown(job.id().value()));
    if (changed.state().ended()) {
      if (!job.state().ended()) {
        events.happened("cancelled", changed, Optional.of(by));
      }
      settlement.settle(changed);
    } else if (changed.status().followed().isPresent()) {
      follower.cancel(changed);
    }
    return changed;
  }

  /** A Vertex job ends at Vertex AI first, or is about to be made there. */
  private JobStatus cancelled(Job job) {
    boolean atVertex = job.state() == JobState.RUNNING && job.spec().order().kind() != JobKind.CALL;
    return atVertex
        ? job.status().cancelWanted()
        : job.status().cancelled(job.owedAtEnd(), clock.instant());
  }

  /** What is done to look after them. */
  public JobOperations operations() {
    return operations;
  }
}
