package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Share;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rule, ready to be asked.
 *
 * @param name what answers call it
 * @param callers whom it is for
 * @param aliases the aliases that it grants
 * @param resources the models and endpoints that it grants
 * @param actions what may be asked of them
 * @param residency where
 * @param as as whom
 * @param terms what it demands of the calls that it allows
 * @param share how much of an instance the jobs of one of its callers may take
 */
record Rule(
    String name,
    CallerCondition callers,
    Set<String> aliases,
    OneOf resources,
    Set<String> actions,
    OneOf residency,
    Optional<ServiceAccount> as,
    Terms terms,
    Share share) {

  /** What {@link #closeness} is at most if the rule does not match. */
  static final int CLOSEST = 3;

  RuleNeeds needs() {
    return new RuleNeeds(name, as, actions, residency.values(), callers.roles(), callers.queues());
  }

  boolean matches(Caller caller, Target target, Optional<Alias> alias) {
    return callers.matches(caller)
        && matchesAction(target)
        && matchesModel(target, alias)
        && matchesLocation(target);
  }

  private boolean matchesAction(Target target) {
    return actions.contains(target.action().value());
  }

  /** An alias grants its own name, and by it only what the alias stands for. */
  private boolean matchesModel(Target target, Optional<Alias> alias) {
    return resources.matches(granted(target.model()))
        || alias
            .filter(a -> aliases.contains(a.name().value()))
            .filter(a -> a.resource().equals(target.model()))
            .isPresent();
  }

  /** All resources of a kind are granted by a pattern that takes any id, the empty one too. */
  private static String granted(ResourceName name) {
    return name.isCollection() ? name + "/" : name.value();
  }

  private boolean matchesLocation(Target target) {
    return residency.matches(target.location().value());
  }

  /** How many of the four conditions match. */
  int closeness(Caller caller, Target target, Optional<Alias> alias) {
    return count(callers.matches(caller))
        + count(matchesAction(target))
        + count(matchesModel(target, alias))
        + count(matchesLocation(target));
  }

  private static int count(boolean condition) {
    return condition ? 1 : 0;
  }

  /** The conditions that do not match, for people. */
  String whyNot(Caller caller, Target target, Optional<Alias> alias) {
    List<String> reasons = new ArrayList<>();
    if (!callers.matches(caller)) {
      reasons.add(callers.whyNot(caller));
    }
    if (!matchesModel(target, alias)) {
      reasons.add(
          "its models do not include "
              + alias.map(a -> "alias " + a.name()).orElse(target.model().value()));
    }
    if (!matchesAction(target)) {
      reasons.add("its actions do not include " + target.action());
    }
    if (!matchesLocation(target)) {
      reasons.add("its residency (" + residency + ") does not include " + target.location());
    }
    return String.join("; ", reasons);
  }
}
