package io.github.vertexbridge.vertex;

import com.google.api.core.ApiFuture;
import com.google.api.gax.grpc.GrpcCallContext;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.TokenSource;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.call.VertexJobKind;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes calls by typed clients: token, deadline, a 401 healed once, failures of ours. */
final class TypedCalls {
  private final ProjectId project;
  private final TokenCalls tokens;
  private final int maxAnswer;
  private final Refusals refusals;

  TypedCalls(ProjectId project, TokenSource tokens, InstantSource clock, int maxAnswer) {
    this.project = project;
    this.tokens = new TokenCalls(tokens, clock);
    this.maxAnswer = maxAnswer;
    this.refusals = new Refusals(clock);
  }

  /**
   * What is asked.
   *
   * @param verb for example {@code create}
   */
  record Ask(VertexJobKind kind, String verb, Location location, OnBehalf on) {}

  /**
   * Makes one call.
   *
   * @param longest time that it may take
   * @throws io.github.vertexbridge.call.FailureException for everything but an answer
   */
  <T> T call(
      JobServices at, Ask ask, Duration longest, Function<GrpcCallContext, ApiFuture<T>> rpc) {
    OnBehalf on = ask.on();
    VertexCall call = describe(at.origin(), ask);
    GrpcOutcome<T> outcome =
        tokens.call(
            call,
            on.trace(),
            new TokenCalls.Way<>(
                token -> send(at, on, token, on.deadline().remaining(longest), rpc),
                TypedCalls::status));
    return outcome.either(
        value -> value,
        refusal -> {
          throw refusals.failure(call, refusal).asException();
        });
  }

  private <T> GrpcOutcome<T> send(
      JobServices at,
      OnBehalf on,
      BearerToken token,
      Duration left,
      Function<GrpcCallContext, ApiFuture<T>> rpc) {
    GrpcCallContext context =
        GrpcOutcome.context(token, left)
            .withExtraHeaders(Map.of("x-goog-request-reason", List.of(on.correlationId().value())));
    return GrpcOutcome.of(rpc.apply(context), at.origin(), at.channels(), left, maxAnswer);
  }

  private static int status(GrpcOutcome<?> outcome) {
    return outcome.either(value -> 200, Answer::status);
  }

  /** The call as failures and logs name it. */
  private VertexCall describe(URI origin, Ask ask) {
    ResourceName jobs = new ResourceName(ask.kind().collection());
    return new VertexCall(
        new Target(
            ApiVersion.V1,
            project,
            ask.location(),
            jobs,
            ask.kind().action(ask.verb()),
            jobs,
            Transport.GRPC),
        origin,
        "",
        Headers.NONE,
        new byte[0],
        ask.on().as(),
        ask.on().correlationId(),
        ask.on().deadline());
  }
}
