package io.github.vertexbridge.vertex;

import com.google.api.core.ApiFuture;
import com.google.api.gax.grpc.GrpcCallContext;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.TokenSource;
import io.github.vertexbridge.call.Transport;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Makes calls by typed clients: token, deadline, a 401 healed once, failures of ours. */
final class TypedCalls {
  private static final int UNAUTHORIZED = 401;

  private final ProjectId project;
  private final TokenSource tokens;
  private final InstantSource clock;
  private final int maxAnswer;
  private final Refusals refusals;

  TypedCalls(ProjectId project, TokenSource tokens, InstantSource clock, int maxAnswer) {
    this.project = project;
    this.tokens = tokens;
    this.clock = clock;
    this.maxAnswer = maxAnswer;
    this.refusals = new Refusals(clock);
  }

  /**
   * What is asked.
   *
   * @param verb for example {@code create}
   */
  record Ask(JobKind kind, String verb, Location location, OnBehalf on) {}

  /**
   * Makes one call.
   *
   * @param longest time that it may take
   * @throws FailureException for everything but an answer
   */
  <T> T call(
      JobServices at, Ask ask, Duration longest, Function<GrpcCallContext, ApiFuture<T>> rpc) {
    OnBehalf on = ask.on();
    VertexCall call = describe(at.origin(), ask);
    Optional<BearerToken> cached = tokens.current(on.as());
    BearerToken token = cached.orElseGet(() -> tokens.token(on.as(), on.deadline()));
    on.trace().used(token, cached.isPresent());
    GrpcOutcome<T> outcome = attempt(at, call, on, token, longest, rpc);
    if (status(outcome) == UNAUTHORIZED) {
      tokens.reject(on.as(), token);
      token = tokens.token(on.as(), on.deadline());
      on.trace().used(token, false);
      outcome = attempt(at, call, on, token, longest, rpc);
    }
    return outcome.either(
        value -> value,
        refusal -> {
          throw refusals.failure(call, refusal).asException();
        });
  }

  private <T> GrpcOutcome<T> attempt(
      JobServices at,
      VertexCall call,
      OnBehalf on,
      BearerToken token,
      Duration longest,
      Function<GrpcCallContext, ApiFuture<T>> rpc) {
    Duration left = on.deadline().remaining(longest);
    if (left.isZero()) {
      throw Failures.timeout(at.origin(), "not-sent").asException();
    }
    Instant start = clock.instant();
    try {
      GrpcOutcome<T> outcome =
          GrpcOutcome.of(
              rpc.apply(
                  GrpcOutcome.context(token, left)
                      .withExtraHeaders(
                          Map.of("x-goog-request-reason", List.of(on.correlationId().value())))),
              at.origin(),
              at.channels(),
              left,
              maxAnswer);
      on.trace().tried(hop(call, start, OptionalInt.of(status(outcome))));
      return outcome;
    } catch (FailureException e) {
      on.trace().tried(hop(call, start, OptionalInt.empty()));
      throw e;
    }
  }

  private HopRecord hop(VertexCall call, Instant start, OptionalInt status) {
    return new HopRecord(
        Hop.VERTEX,
        start,
        Duration.between(start, clock.instant()),
        status.equals(OptionalInt.of(200)),
        status,
        Map.of("host", call.origin().getHost(), "target", call.target().label()),
        Optional.empty());
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
