package io.github.vertexbridge.doctor;

import io.github.vertexbridge.call.Failure;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One thing that was tried.
 *
 * @param step where
 * @param subject what about: a service account, a target, a queue; empty if there is one only
 * @param took how long it took
 * @param claims of the token that came, as in its payload; never the token
 * @param facts what else came: expiresIn, clockAheadSeconds, count
 * @param trouble why it failed, if it did
 */
public record Look(
    Step step,
    String subject,
    Duration took,
    Map<String, Object> claims,
    Map<String, String> facts,
    Optional<Trouble> trouble) {

  public Look {
    claims = Collections.unmodifiableMap(new TreeMap<>(claims));
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }

  /**
   * A failure as it is told.
   *
   * @param code name of the {@link io.github.vertexbridge.call.FailureCode}
   * @param seen one sentence
   * @param facts upstreamStatus, error, reason, catalogue, …
   */
  public record Trouble(String code, String seen, Map<String, String> facts) {
    public Trouble {
      facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    public static Trouble of(Failure failure) {
      return new Trouble(failure.code().name(), failure.seen(), failure.facts());
    }
  }

  /** It worked. */
  public static Look ok(Step step, String subject, Duration took, Map<String, String> facts) {
    return new Look(step, subject, took, Map.of(), facts, Optional.empty());
  }

  /** It did not. */
  public static Look failed(Step step, String subject, Duration took, Failure failure) {
    return new Look(step, subject, took, Map.of(), Map.of(), Optional.of(Trouble.of(failure)));
  }

  public boolean isOk() {
    return trouble.isEmpty();
  }
}
