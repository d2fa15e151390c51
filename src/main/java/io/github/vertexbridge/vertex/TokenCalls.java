package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.TokenSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Gives a call its access token, heals a 401 once, and records each time that Vertex was called.
 * Thread safe.
 */
final class TokenCalls {
  private static final int UNAUTHORIZED = 401;

  private final TokenSource tokens;
  private final InstantSource clock;

  TokenCalls(TokenSource tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * How one kind of transport is used.
   *
   * @param send calls Vertex once; fails without a hop if nothing could be sent
   * @param status the HTTP status of what came
   */
  record Way<T>(Function<BearerToken, T> send, ToIntFunction<T> status) {}

  /** What Vertex answered, refusals too; told to the trace, as are calls that failed. */
  <T> T call(VertexCall call, VertexTrace trace, Way<T> way) {
    Optional<BearerToken> cached = tokens.current(call.as());
    BearerToken token = cached.orElseGet(() -> tokens.token(call.as(), call.deadline()));
    trace.used(token, cached.isPresent());
    T answer = attempt(call, token, trace, way);
    if (way.status().applyAsInt(answer) == UNAUTHORIZED) {
      tokens.reject(call.as(), token);
      token = tokens.token(call.as(), call.deadline());
      trace.used(token, false);
      answer = attempt(call, token, trace, way);
    }
    return answer;
  }

  static boolean succeeded(int status) {
    return status >= 200 && status < 300;
  }

  private <T> T attempt(VertexCall call, BearerToken token, VertexTrace trace, Way<T> way) {
    if (call.deadline().passed()) {
      throw Failures.timeout(call.origin(), "not-sent").asException();
    }
    Instant start = clock.instant();
    try {
      T answer = way.send().apply(token);
      trace.tried(hop(call, start, OptionalInt.of(way.status().applyAsInt(answer))));
      return answer;
    } catch (FailureException e) {
      // Without a hop the call never left: its body cannot travel.
      if (e.failure().hop().isPresent()) {
        trace.tried(hop(call, start, OptionalInt.empty()));
      }
      throw e;
    }
  }

  private HopRecord hop(VertexCall call, Instant start, OptionalInt status) {
    return new HopRecord(
        Hop.VERTEX,
        start,
        Duration.between(start, clock.instant()),
        status.isPresent() && succeeded(status.getAsInt()),
        status,
        Map.of("host", call.origin().getHost(), "target", call.target().label()),
        Optional.empty());
  }
}
