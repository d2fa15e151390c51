package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.jobs.Job;
import io.github.vertexbridge.jobs.JobOrder;
import io.github.vertexbridge.jobs.Jobs;
import io.github.vertexbridge.surface.Ask;
import io.github.vertexbridge.surface.JobSurface;
import io.github.vertexbridge.surface.Preference;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls whose callers would rather have a job than a long wait ({@code Prefer: respond-async}), if
 * their rule lets them. Nobody else ever gets a 202: stock clients read it as an empty answer.
 * Thread safe.
 */
final class LaterCalls {
  private final Pipeline pipeline;
  private final Jobs jobs;
  private final Supplier<String> keys;

  /**
   * @param keys gives keys for callers who bring none
   */
  LaterCalls(Pipeline pipeline, Jobs jobs, Supplier<String> keys) {
    this.pipeline = pipeline;
    this.jobs = jobs;
    this.keys = keys;
  }

  /** The call's answer, or a job that will have it. */
  Answer run(Ask ask, Inbound inbound, Caller caller, Deadline deadline, Progress progress) {
    Preference preference = Preference.of(inbound.headers());
    if (!preference.async() || !canWait(ask)) {
      return pipeline.run(ask, caller, inbound.headers(), deadline, progress);
    }
    Pipeline.Admission admission = pipeline.decide(ask, caller, progress);
    if (!admission.granted().terms().async()) {
      return pipeline.run(admission, inbound.headers(), deadline, progress);
    }
    Optional<String> key = JobSurface.key(inbound);
    JobOrder order = order(ask, inbound);
    Optional<Job> known = key.flatMap(own -> jobs.known(caller, own, order, ask.body()));
    if (known.isPresent()) {
      return accepted(known.get(), progress);
    }
    Duration wait = preference.patience().orElseGet(deadline::remaining);
    if (!wait.isZero()) {
      try {
        return pipeline.run(admission, inbound.headers(), deadline.within(wait), progress);
      } catch (FailureException e) {
        if (!passes(e)) {
          throw e;
        }
      }
    }
    Job job =
        jobs.submit(
            caller,
            key.orElseGet(keys),
            order,
            ask.body(),
            progress.correlationId(),
            inbound.headers().get("traceparent"));
    return accepted(job, progress);
  }

  /** Inference with a body that can be kept as JSON; actions on resources have a dot. */
  private static boolean canWait(Ask ask) {
    return !ask.opaque() && ask.body().length > 0 && ask.action().value().indexOf('.') < 0;
  }

  private static JobOrder order(Ask ask, Inbound inbound) {
    return ask.alias().isPresent()
        ? JobOrder.call(ask.alias().get(), ask.action())
        : JobOrder.call(inbound.path(), inbound.query());
  }

  /** Throttled, down or too slow: the same that makes a job try again. */
  private static boolean passes(FailureException e) {
    int status = e.failure().code().httpStatus();
    return status == 429 || status == 503 || status == 504;
  }

  private static Answer accepted(Job job, Progress progress) {
    Answer answer = JobCalls.answer(202, job, progress.correlationId());
    return new Answer(
        answer.status(),
        answer.headers().with("preference-applied", "respond-async"),
        answer.body());
  }
}
