package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a policy file may say, but hardly means. */
final class PolicyWarnings {
  private static final int MINUTES_OF_A_DAY = 24 * 60;

  /** Every model of a publisher or of all, and every endpoint. */
  private static final Set<String> ALL_OF_A_KIND = Set.of("endpoints/*", "models/*");

  private final Policy policy;
  private final SourceMap source;
  private final List<PolicyProblem> warnings = new ArrayList<>();

  private PolicyWarnings(Policy policy, SourceMap source) {
    this.policy = policy;
    this.source = source;
  }

  static List<PolicyProblem> of(Policy policy, SourceMap source) {
    PolicyWarnings all = new PolicyWarnings(policy, source);
    List<Rule> rules = policy.written();
    for (int i = 0; i < rules.size(); i++) {
      String at = "/rules/" + i;
      all.unreachable(at, rules, i);
      all.wide(at, rules.get(i));
      all.aliases(at + "/allow/models", rules.get(i));
      all.limits(at + "/limits", rules.get(i).limits());
    }
    return all.warnings;
  }

  /** An earlier rule that matches whatever this one does; several together are not looked for. */
  private void unreachable(String at, List<Rule> rules, int number) {
    Rule rule = rules.get(number);
    rules.subList(0, number).stream()
        .filter(
            earlier -> !earlier.shadow() && !rule.replaces().equals(Optional.of(earlier.name())))
        .filter(earlier -> earlier.covers(rule, policy::alias))
        .findFirst()
        .ifPresent(
            earlier ->
                warn(at, "never decides: rule " + earlier.name() + " above matches all its calls"));
  }

  private void wide(String at, Rule rule) {
    CallerCondition callers = rule.callers();
    boolean named =
        !callers.applications().isEmpty()
            || !callers.objects().isEmpty()
            || !callers.groups().isEmpty()
            || callers.isForQueues();
    if (!named && callers.roles().isEmpty()) {
      warn(at + "/callers", "is for every identity of the tenant, users and guests included");
    }
    for (Wildcard pattern : rule.resources().patterns()) {
      String text = pattern.text();
      if (text.startsWith("publishers/*/")) {
        warn(at + "/allow/models", "'" + text + "' takes models of every publisher");
      } else if (!named && (ALL_OF_A_KIND.contains(text) || text.endsWith("/models/*"))) {
        warn(at + "/allow/models", "'" + text + "' lets whoever gets the role call all there is");
      }
    }
  }

  /** An alias that the residency never lets through. */
  private void aliases(String at, Rule rule) {
    policy.aliases().stream()
        .filter(name -> rule.aliases().contains(name.value()))
        .flatMap(name -> policy.alias(name).stream())
        .filter(
            alias -> alias.locations().stream().noneMatch(l -> rule.residency().matches(l.value())))
        .forEach(
            alias ->
                warn(
                    at,
                    "alias "
                        + alias.name()
                        + " is never allowed: none of its locations is in the residency ("
                        + rule.residency()
                        + ")"));
  }

  private void limits(String at, Limits limits) {
    if (limits.isEmpty() && source.has(at + "/per", at + "/onTableDown", at + "/shadow")) {
      warn(at, "there is nothing that they count");
    }
    long day = limits.tokensPerDay().orElse(Long.MAX_VALUE);
    long minute = limits.tokensPerMinute().orElse(Long.MAX_VALUE);
    if (limits.tokensPerMinute().isPresent() && minute > day) {
      warn(at + "/tokensPerMinute", "is more than tokensPerDay");
    }
    if (limits.tokensPerDay().isPresent() && day / MINUTES_OF_A_DAY >= minute) {
      warn(at + "/tokensPerDay", "is never reached: tokensPerMinute allows less in a day");
    }
    if (limits.requestsPerMinute().orElse(0) > minute) {
      warn(at + "/requestsPerMinute", "is more calls than tokensPerMinute has tokens");
    }
  }

  private void warn(String pointer, String message) {
    warnings.add(source.problem(pointer, message));
  }
}
