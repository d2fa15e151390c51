package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.identity.GoogleTokens;
import io.github.vertexbridge.identity.TokenState;
import io.github.vertexbridge.limits.LimitUse;
import io.github.vertexbridge.limits.Limiter;
import io.github.vertexbridge.telemetry.Reading;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How tokens and limits stand, read when metrics are sent. Thread safe. */
final class Gauges implements Supplier<List<Reading>> {
  private final GoogleTokens tokens;
  private final Limiter limiter;
  private final InstantSource clock;

  Gauges(GoogleTokens tokens, Limiter limiter, InstantSource clock) {
    this.tokens = tokens;
    this.limiter = limiter;
    this.clock = clock;
  }

  @Override
  public List<Reading> get() {
    List<Reading> readings = new ArrayList<>();
    for (TokenState state : tokens.snapshot()) {
      Map<String, String> as =
          Map.of("as", state.as().map(ServiceAccount::value).orElse("federated principal"));
      readings.add(new Reading("bridge.token_valid", as, state.valid() ? 1 : 0));
      state
          .expiry()
          .map(end -> Duration.between(clock.instant(), end).toMillis() / 1e3)
          .ifPresent(left -> readings.add(new Reading("bridge.token_expires_s", as, left)));
    }
    for (LimitUse use : limiter.uses()) {
      Map<String, String> which = Map.of("rule", use.rule(), "limit", use.name());
      readings.add(new Reading("bridge.limit_used", which, use.used()));
    }
    return readings;
  }
}
