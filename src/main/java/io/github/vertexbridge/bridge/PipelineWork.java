package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.CallSink;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Share;
import io.github.vertexbridge.jobs.Job;
import io.github.vertexbridge.jobs.JobOrder;
import io.github.vertexbridge.jobs.JobSpec;
import io.github.vertexbridge.jobs.JobWork;
import io.github.vertexbridge.jobs.Verdict;
import io.github.vertexbridge.jobs.VertexJob;
import io.github.vertexbridge.limits.Permit;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.surface.Ask;
import io.github.vertexbridge.telemetry.BodyLog;
import io.github.vertexbridge.telemetry.CallScope;
import io.github.vertexbridge.vertex.OnBehalf;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs take the same stages as every call, and leave the same line. Thread safe. */
final class PipelineWork implements JobWork {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineWork.class);
  private static final String SURFACE = "queue";
  private static final int OK = 200;

  private final Pipeline pipeline;
  private final Supplier<Policy> policies;
  private final Optional<ServiceAccount> account;
  private final Orders orders;
  private final TypedVertexJobs vertexJobs;
  private final BodyLog bodies;
  private final CallSink sink;
  private final InstantSource clock;

  /**
   * @param account as whom, unless a rule says otherwise
   * @param vertexJobs starts and follows Vertex jobs
   */
  PipelineWork(
      Pipeline pipeline,
      Supplier<Policy> policies,
      Optional<ServiceAccount> account,
      Orders orders,
      TypedVertexJobs vertexJobs,
      BodyLog bodies,
      CallSink sink,
      InstantSource clock) {
    this.pipeline = pipeline;
    this.policies = policies;
    this.account = account;
    this.orders = orders;
    this.vertexJobs = vertexJobs;
    this.bodies = bodies;
    this.sink = sink;
    this.clock = clock;
  }

  @Override
  public Verdict admit(Caller caller, JobOrder order, byte[] body) {
    Progress unreported = new Progress(SURFACE, CorrelationId.fresh(), "", clock);
    return verdict(pipeline.decide(orders.ask(order, body), caller, unreported), true);
  }

  private Verdict verdict(Pipeline.Admission admission, boolean demanded) {
    return Verdict.of(
        demanded ? admission.granted() : admission.decision(),
        admission.policy().version(),
        clock.instant());
  }

  @Override
  public Share share(Job job) {
    return job.status()
        .ran()
        .or(() -> job.spec().admitted())
        .flatMap(Verdict::rule)
        .map(policies.get()::share)
        .orElse(Share.DEFAULT);
  }

  @Override
  public Answer call(Job job, byte[] body, Run run) {
    return reported(
        job,
        run.invocationId(),
        progress -> {
          progress.received(body.length);
          bodies.log("request", body);
          Pipeline.Admission admission = decided(job, body, run, progress);
          Answer answer = pipeline.run(admission, traced(job), run.deadline(), progress);
          progress.sent(answer.body().length);
          bodies.log("answer", answer.body());
          return answer;
        },
        Answer::status);
  }

  /** A job goes on with the trace in which it was submitted. */
  private static Headers traced(Job job) {
    return job.spec()
        .traceparent()
        .map(parent -> Headers.NONE.with("traceparent", parent))
        .orElse(Headers.NONE);
  }

  @Override
  public VertexJob create(Job job, byte[] body, Run run) {
    JobSpec spec = job.spec();
    return reported(
        job,
        run.invocationId(),
        progress -> {
          progress.received(body.length);
          Pipeline.Prepared prepared =
              pipeline.prepare(decided(job, body, run, progress), progress);
          OnBehalf on = new OnBehalf(prepared.as(), spec.correlationId(), run.deadline());
          try (Permit unused = pipeline.reserve(prepared, run.deadline(), progress)) {
            return vertexJobs.create(
                spec.order().kind(),
                prepared.target().location(),
                prepared.body(),
                spec.id().displayName(),
                on);
          } finally {
            progress.traced(on.trace());
          }
        },
        made -> OK);
  }

  private Pipeline.Admission decided(Job job, byte[] body, Run run, Progress progress) {
    Ask ask = orders.ask(job.spec().order(), body);
    Pipeline.Admission admission = pipeline.decide(ask, job.spec().caller(), progress);
    run.decided().accept(verdict(admission, false));
    return admission;
  }

  @Override
  public VertexJob look(Job job, String name, Deadline deadline) {
    return followed(
        job, name, "get", deadline, on -> vertexJobs.get(job.spec().order().kind(), name, on));
  }

  @Override
  public void cancel(Job job, String name, Deadline deadline) {
    var unused =
        followed(
            job,
            name,
            "cancel",
            deadline,
            on -> {
              vertexJobs.cancel(job.spec().order().kind(), name, on);
              return name;
            });
  }

  /** Google's logs have these calls too: each needs a line that tells why. */
  private <T> T followed(
      Job job, String name, String verb, Deadline deadline, Function<OnBehalf, T> work) {
    OnBehalf on = onBehalf(job, deadline);
    return reported(
        job,
        "",
        progress -> {
          progress.target(orders.followed(job.spec().order(), name, verb), Optional.empty());
          progress.rule(job.status().ran().flatMap(Verdict::rule));
          try {
            return work.apply(on);
          } finally {
            progress.traced(on.trace());
          }
        },
        done -> OK);
  }

  /** As whom the job was made, as far as the policy says so still; the caller is not asked for. */
  private OnBehalf onBehalf(Job job, Deadline deadline) {
    JobSpec spec = job.spec();
    Optional<ServiceAccount> as =
        job.status()
            .ran()
            .flatMap(Verdict::rule)
            .flatMap(policies.get()::account)
            .or(() -> account);
    return new OnBehalf(as, spec.correlationId(), deadline);
  }

  private <T> T reported(
      Job job, String invocationId, Function<Progress, T> work, ToIntFunction<T> status) {
    Progress progress = new Progress(SURFACE, job.spec().correlationId(), invocationId, clock);
    progress.caller(job.spec().caller());
    // A failure is reported inside of it too: what is caught beside resources comes after their
    // end.
    try (CallScope scope = CallScope.of(progress.correlationId())) {
      return reported(progress, work, status);
    }
  }

  private <T> T reported(Progress progress, Function<Progress, T> work, ToIntFunction<T> status) {
    try {
      T done = work.apply(progress);
      sink.ended(progress.report(status.applyAsInt(done), Optional.empty()));
      return done;
    } catch (FailureException e) {
      sink.ended(progress.report(e.failure().code().httpStatus(), Optional.of(e.failure())));
      throw e;
    } catch (RuntimeException e) {
      LOG.error("Unexpected, correlation id {}: {}", progress.correlationId(), SafeStack.of(e));
      Failure failure = HttpCalls.unexpected();
      sink.ended(progress.report(failure.code().httpStatus(), Optional.of(failure)));
      throw new FailureException(failure, e);
    }
  }
}
