package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.ServiceAccount;
import java.util.Optional;
import java.util.Set;

/**
 * What must exist on the clouds for one rule to work.
 *
 * @param rule its name
 * @param as the service account that calls are made as; empty: the deployment's default
 * @param jobs the service account that its jobs run as
 * @param actions what is asked of Vertex AI
 * @param residency locations and patterns, as the file has them
 * @param roles app roles that callers have
 * @param queues that work comes through
 */
public record RuleNeeds(
    String rule,
    Optional<ServiceAccount> as,
    Optional<ServiceAccount> jobs,
    Set<String> actions,
    Set<String> residency,
    Set<String> roles,
    Set<String> queues) {
  public RuleNeeds {
    actions = Set.copyOf(actions);
    residency = Set.copyOf(residency);
    roles = Set.copyOf(roles);
    queues = Set.copyOf(queues);
  }
}
