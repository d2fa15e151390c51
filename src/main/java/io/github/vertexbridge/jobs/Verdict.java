package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Decision;
import java.time.Instant;
import java.util.Optional;

/**
 * What the policy said about a job.
 *
 * @param at when
 * @param allowed whether it may go on
 * @param rule the rule that decided
 * @param reason one sentence
 * @param policy version of the policy file
 */
public record Verdict(
    Instant at, boolean allowed, Optional<String> rule, String reason, String policy) {

  public static Verdict of(Decision decision, String policy, Instant at) {
    return new Verdict(at, decision.allowed(), decision.rule(), decision.reason(), policy);
  }
}
