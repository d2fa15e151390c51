package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CapacityClass;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.vertex.CapacityHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a call may be made: the locations of its alias that one rule allows, in the alias's order.
 *
 * @param targets the preferred one first; only the first if the call is denied
 * @param decision for all of them
 */
record Places(List<Target> targets, Decision decision) {
  private static final Location GLOBAL = new Location("global");

  Places {
    targets = List.copyOf(targets);
  }

  /**
   * @param targets the same call in each location, at least one
   */
  static Places decide(
      Policy policy, Caller caller, List<Target> targets, Optional<AliasName> alias) {
    List<Decision> decisions =
        targets.stream().map(target -> policy.decide(caller, target, alias)).toList();
    Optional<Decision> decided = decisions.stream().filter(Decision::allowed).findFirst();
    if (decided.isEmpty()) {
      return new Places(targets.subList(0, 1), decisions.get(0));
    }
    List<Target> allowed = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Decision decision = decisions.get(i);
      // Another rule may have other terms and another service account.
      if (decision.allowed() && decision.rule().equals(decided.get().rule())) {
        allowed.add(targets.get(i));
      }
    }
    return new Places(allowed, decided.get());
  }

  Target first() {
    return targets.get(0);
  }

  /** The caller's headers, with the rule's class of capacity over the caller's. */
  Headers headers(Headers callers) {
    Optional<CapacityClass> demanded =
        decision.terms().capacity().filter(capacity -> usesSharedModels(first()));
    return demanded.map(capacity -> CapacityHeaders.with(callers, capacity)).orElse(callers);
  }

  private static boolean usesSharedModels(Target target) {
    return target.rest().method().equals("POST")
        && (target.resource().model().isPresent()
            || target.resource().value().equals("endpoints/openapi"));
  }

  /**
   * Those of the places that serve the class of capacity that the headers ask for.
   *
   * @throws io.github.vertexbridge.call.FailureException FIELD_INVALID if there is none
   */
  Places serving(Headers headers) {
    Optional<String> onGlobal = CapacityHeaders.onGlobalOnly(headers);
    if (onGlobal.isEmpty()) {
      return this;
    }
    List<Target> global = targets.stream().filter(t -> t.location().equals(GLOBAL)).toList();
    if (global.isEmpty()) {
      throw Failure.of(
              FailureCode.FIELD_INVALID,
              "Vertex AI serves the capacity class "
                  + onGlobal.get()
                  + " in global only, not in "
                  + first().location()
                  + ".",
              decision.terms().capacity().isPresent()
                  ? "Ask the owner of the bridge's policy for a rule whose capacity fits its"
                      + " residency."
                  : "Leave X-Vertex-AI-LLM-Shared-Request-Type out, or call in global.")
          .asException();
    }
    return new Places(global, decision);
  }
}
