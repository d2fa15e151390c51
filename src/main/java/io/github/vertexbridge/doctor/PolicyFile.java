package io.github.vertexbridge.doctor;

import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.PolicyException;
import io.github.vertexbridge.policy.PolicyProblem;
import java.util.List;
import java.util.Optional;

/**
 * A policy file, as far as it could be read.
 *
 * @param name of the file, for commands
 * @param policy if it is valid
 * @param problems if it is not
 */
public record PolicyFile(String name, Optional<Policy> policy, List<PolicyProblem> problems) {
  public PolicyFile {
    problems = List.copyOf(problems);
  }

  public static PolicyFile parse(String text, String name) {
    try {
      return new PolicyFile(name, Optional.of(Policy.parse(text)), List.of());
    } catch (PolicyException e) {
      return new PolicyFile(name, Optional.empty(), e.problems());
    }
  }
}
