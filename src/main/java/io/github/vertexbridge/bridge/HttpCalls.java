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
import io.github.vertexbridge.surface.CallerTimeout;
import io.github.vertexbridge.surface.Correlation;
import io.github.vertexbridge.surface.OpenAiSurface;
import io.github.vertexbridge.surface.RawSurface;
import io.github.vertexbridge.surface.Surface;
import io.github.vertexbridge.surface.VertexSurface;
import io.github.vertexbridge.telemetry.BodyLog;
import io.github.vertexbridge.telemetry.CallScope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls over HTTP: verified, run, answered in the surface's shape, reported. Thread safe. */
public final class HttpCalls {
  private static final Logger LOG = LoggerFactory.getLogger(HttpCalls.class);

  /** The platform's front end cuts at 230 s. */
  private static final Duration DEADLINE = Duration.ofSeconds(220);

  private final Function<Headers, Caller> callers;
  private final VertexSurface vertex;
  private final BridgeSurface bridge;
  private final RawSurface raw;
  private final OpenAiCalls openAi;
  private final PolicyPage policyPage;
  private final LaterCalls later;
  private final BodyLog bodies;
  private final InFlight inFlight;
  private final CallSink sink;
  private final InstantSource clock;

  HttpCalls(
      Function<Headers, Caller> callers,
      VertexSurface vertex,
      BridgeSurface bridge,
      RawSurface raw,
      OpenAiCalls openAi,
      PolicyPage policyPage,
      LaterCalls later,
      BodyLog bodies,
      InFlight inFlight,
      CallSink sink,
      InstantSource clock) {
    this.callers = callers;
    this.vertex = vertex;
    this.bridge = bridge;
    this.raw = raw;
    this.openAi = openAi;
    this.policyPage = policyPage;
    this.later = later;
    this.bodies = bodies;
    this.inFlight = inFlight;
    this.sink = sink;
    this.clock = clock;
  }

  Answer vertex(Inbound inbound) {
    return call(Surface.VERTEX, inbound, vertex::read);
  }

  Answer alias(Inbound inbound, String alias) {
    return call(Surface.BRIDGE, inbound, in -> bridge.read(in, alias));
  }

  Answer chat(Inbound inbound) {
    return verified(Surface.OPENAI, inbound, openAi::chat);
  }

  Answer embeddings(Inbound inbound) {
    return verified(Surface.OPENAI, inbound, openAi::embeddings);
  }

  Answer models(Inbound inbound) {
    return verified(Surface.OPENAI, inbound, openAi::models);
  }

  Answer raw(Inbound inbound) {
    return call(Surface.BRIDGE, RawSurface.typed(inbound), raw::read);
  }

  Answer explain(Inbound inbound) {
    return verified(
        Surface.OPERATOR,
        inbound,
        (in, caller, deadline, progress) ->
            policyPage.explain(in, caller, progress.correlationId()));
  }

  Answer unmatched(Inbound inbound) {
    Surface surface = Surface.of(inbound.path());
    return answer(
        surface,
        inbound,
        progress -> {
          throw (surface == Surface.OPENAI
                  ? OpenAiSurface.unmatched(inbound)
                  : vertex.unmatched(inbound))
              .asException();
        });
  }

  /** What is done for a verified caller. */
  interface Work {
    Answer run(Inbound inbound, Caller caller, Deadline deadline, Progress progress);
  }

  private Answer call(Surface surface, Inbound inbound, Function<Inbound, Ask> reader) {
    return verified(
        surface,
        inbound,
        (in, caller, deadline, progress) ->
            later.run(reader.apply(in), in, caller, deadline, progress));
  }

  /** What a verified caller gets. */
  Answer verified(Surface surface, Inbound inbound, Work work) {
    return answer(
        surface,
        inbound,
        progress -> {
          Deadline deadline = Deadline.after(DEADLINE, clock);
          deadline = CallerTimeout.of(inbound.headers()).map(deadline::within).orElse(deadline);
          Caller caller = callers.apply(inbound.headers());
          progress.caller(caller);
          bodies.log("request", inbound.body());
          Answer answer = work.run(inbound, caller, deadline, progress);
          bodies.log("answer", answer.body());
          return answer;
        });
  }

  private Answer answer(Surface surface, Inbound inbound, Function<Progress, Answer> work) {
    Progress progress =
        new Progress(surface, Correlation.of(inbound.headers()), inbound.invocationId(), clock);
    // A failure is reported inside of it too: what is caught beside resources comes after their
    // end.
    try (CallScope scope = CallScope.of(progress.correlationId());
        InFlight.Entry entry = inFlight.enter()) {
      Correlation.refused(inbound.headers())
          .ifPresent(brought -> LOG.info("The caller's correlation id was replaced: {}", brought));
      progress.received(inbound.body().length);
      return reported(surface, progress, work);
    }
  }

  private Answer reported(Surface surface, Progress progress, Function<Progress, Answer> work) {
    try {
      Answer answer = work.apply(progress);
      progress.sent(answer.body().length);
      sink.ended(progress.report(answer.status(), Optional.empty()));
      return Answers.of(answer, progress.told());
    } catch (FailureException e) {
      return failed(surface, e.failure(), progress);
    } catch (RuntimeException e) {
      LOG.error("Unexpected, correlation id {}: {}", progress.correlationId(), SafeStack.of(e));
      return failed(surface, unexpected(), progress);
    }
  }

  private Answer failed(Surface surface, Failure failure, Progress progress) {
    Answer answer = Answers.of(surface, failure, progress.told());
    progress.sent(answer.body().length);
    sink.ended(progress.report(failure.code().httpStatus(), Optional.of(failure)));
    return answer;
  }

  static Failure unexpected() {
    return Failure.of(
        FailureCode.INTERNAL,
        "The bridge met a fault of its own.",
        "Report the correlation id to its operator, who finds the cause in the app's log.");
  }
}
