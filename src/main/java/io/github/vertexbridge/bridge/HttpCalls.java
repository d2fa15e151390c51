package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.CallSink;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.surface.Answers;
import io.github.vertexbridge.surface.Ask;
import io.github.vertexbridge.surface.BridgeSurface;
import io.github.vertexbridge.surface.Correlation;
import io.github.vertexbridge.surface.VertexSurface;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Calls over HTTP: verified, run, answered in the surface's shape, reported. Thread safe. */
public final class HttpCalls {
  private static final Logger LOG = LoggerFactory.getLogger(HttpCalls.class);

  /** The platform's front end cuts at 230 s. */
  private static final Duration DEADLINE = Duration.ofSeconds(220);

  private final Function<Headers, Caller> callers;
  private final VertexSurface vertex;
  private final BridgeSurface bridge;
  private final PolicyPage policyPage;
  private final Pipeline pipeline;
  private final InFlight inFlight;
  private final CallSink sink;
  private final InstantSource clock;

  HttpCalls(
      Function<Headers, Caller> callers,
      VertexSurface vertex,
      BridgeSurface bridge,
      PolicyPage policyPage,
      Pipeline pipeline,
      InFlight inFlight,
      CallSink sink,
      InstantSource clock) {
    this.callers = callers;
    this.vertex = vertex;
    this.bridge = bridge;
    this.policyPage = policyPage;
    this.pipeline = pipeline;
    this.inFlight = inFlight;
    this.sink = sink;
    this.clock = clock;
  }

  Answer vertex(Inbound inbound) {
    return call("vertex", inbound, vertex::read);
  }

  Answer alias(Inbound inbound, String alias) {
    return call("bridge", inbound, in -> bridge.read(in, alias));
  }

  Answer explain(Inbound inbound) {
    return answer(
        "operator",
        inbound,
        progress -> {
          Caller caller = callers.apply(inbound.headers());
          progress.caller(caller);
          return policyPage.explain(inbound, caller, progress.correlationId());
        });
  }

  Answer unmatched(Inbound inbound) {
    return answer(
        "none",
        inbound,
        progress -> {
          throw vertex.unmatched(inbound).asException();
        });
  }

  private Answer call(String surface, Inbound inbound, Function<Inbound, Ask> reader) {
    return answer(
        surface,
        inbound,
        progress -> {
          Caller caller = callers.apply(inbound.headers());
          progress.caller(caller);
          Deadline deadline = Deadline.after(DEADLINE, clock);
          Ask ask = reader.apply(inbound);
          return pipeline.run(ask, caller, inbound.headers(), deadline, progress);
        });
  }

  private Answer answer(String surface, Inbound inbound, Function<Progress, Answer> work) {
    Progress progress =
        new Progress(surface, Correlation.of(inbound.headers()), inbound.invocationId(), clock);
    MDC.put("correlationId", progress.correlationId().value());
    try (InFlight.Entry entry = inFlight.enter()) {
      Answer answer = work.apply(progress);
      sink.ended(progress.report(answer.status(), Optional.empty()));
      return withPolicy(
          Answers.of(answer, progress.correlationId(), progress.rule(), progress.target()),
          progress);
    } catch (FailureException e) {
      return failed(e.failure(), progress);
    } catch (RuntimeException e) {
      LOG.error("Unexpected, correlation id {}: {}", progress.correlationId(), SafeStack.of(e));
      return failed(unexpected(), progress);
    } finally {
      MDC.remove("correlationId");
    }
  }

  private Answer failed(Failure failure, Progress progress) {
    sink.ended(progress.report(failure.code().httpStatus(), Optional.of(failure)));
    return withPolicy(
        Answers.of(failure, progress.correlationId(), progress.rule(), progress.target()),
        progress);
  }

  /** Which version of the policy file decided. */
  private static Answer withPolicy(Answer answer, Progress progress) {
    return progress
        .policy()
        .map(version -> answer.headers().with("x-bridge-policy", version))
        .map(headers -> new Answer(answer.status(), headers, answer.body()))
        .orElse(answer);
  }

  static Failure unexpected() {
    return Failure.of(
        FailureCode.INTERNAL,
        "The bridge met a fault of its own.",
        "Report the correlation id to its operator, who finds the cause in the app's log.");
  }
}
