package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.CallSink;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Share;
import io.github.vertexbridge.jobs.Job;
import io.github.vertexbridge.jobs.JobOrder;
import io.github.vertexbridge.jobs.JobWork;
import io.github.vertexbridge.jobs.Verdict;
import io.github.vertexbridge.jobs.VertexJob;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.surface.Ask;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Jobs take the same stages as every call, and leave the same line. Thread safe. */
final class PipelineWork implements JobWork {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineWork.class);
  private static final String SURFACE = "queue";

  private final Pipeline pipeline;
  private final Policy policy;
  private final Orders orders;
  private final CallSink sink;
  private final InstantSource clock;

  PipelineWork(
      Pipeline pipeline, Policy policy, Orders orders, CallSink sink, InstantSource clock) {
    this.pipeline = pipeline;
    this.policy = policy;
    this.orders = orders;
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
        demanded ? admission.granted() : admission.decision(), policy.version(), clock.instant());
  }

  @Override
  public Share share(Job job) {
    return job.status()
        .ran()
        .or(() -> job.spec().admitted())
        .flatMap(Verdict::rule)
        .map(policy::share)
        .orElse(Share.DEFAULT);
  }

  @Override
  public Answer call(Job job, byte[] body, Run run) {
    return reported(
        job,
        run.invocationId(),
        progress -> {
          Ask ask = orders.ask(job.spec().order(), body);
          Caller caller = job.spec().caller();
          run.decided().accept(verdict(pipeline.decide(ask, caller, progress), false));
          return pipeline.run(ask, caller, Headers.NONE, run.deadline(), progress);
        });
  }

  @Override
  public VertexJob create(Job job, byte[] body, Run run) {
    throw new UnsupportedOperationException();
  }

  @Override
  public VertexJob look(Job job, String name, Deadline deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void cancel(Job job, String name, Deadline deadline) {
    throw new UnsupportedOperationException();
  }

  private Answer reported(Job job, String invocationId, Function<Progress, Answer> work) {
    Progress progress = new Progress(SURFACE, job.spec().correlationId(), invocationId, clock);
    progress.caller(job.spec().caller());
    MDC.put("correlationId", progress.correlationId().value());
    try {
      Answer answer = work.apply(progress);
      sink.ended(progress.report(answer.status(), Optional.empty()));
      return answer;
    } catch (FailureException e) {
      sink.ended(progress.report(e.failure().code().httpStatus(), Optional.of(e.failure())));
      throw e;
    } catch (RuntimeException e) {
      LOG.error("Unexpected, correlation id {}: {}", progress.correlationId(), SafeStack.of(e));
      Failure failure = HttpCalls.unexpected();
      sink.ended(progress.report(failure.code().httpStatus(), Optional.of(failure)));
      throw new FailureException(failure, e);
    } finally {
      MDC.remove("correlationId");
    }
  }
}
