package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Why an attempt failed: what a record keeps of a failure.
 *
 * @param at when
 * @param attempt in which, from 1; 0: before the first
 */
public record Cause(
    FailureCode code,
    Optional<Hop> hop,
    String seen,
    String remedy,
    Map<String, String> facts,
    Instant at,
    int attempt) {

  public Cause {
    facts = Map.copyOf(facts);
  }

  static Cause of(Failure failure, Instant at, int attempt) {
    return new Cause(
        failure.code(),
        failure.hop(),
        failure.seen(),
        failure.remedy(),
        failure.facts(),
        at,
        attempt);
  }

  /** The failure again, without what it had from upstream. */
  public Failure failure() {
    return new Failure(code, hop, seen, remedy, facts, Optional.empty(), Optional.empty());
  }
}
