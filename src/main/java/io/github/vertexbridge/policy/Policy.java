package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may call what. Immutable; a decision does no I/O.
 *
 * <p>The file's form is {@code policy.schema.json}; {@code docs/policy.md} explains it.
 */
public final class Policy {
  private final Map<AliasName, Alias> aliases;
  private final List<Rule> rules;
  private final RuleIndex index;
  private final String version;

  Policy(Map<AliasName, Alias> aliases, List<Rule> rules, String version) {
    this.aliases = Map.copyOf(aliases);
    this.rules = List.copyOf(rules);
    this.index = new RuleIndex(this.rules);
    this.version = version;
  }

  /**
   * Reads and checks a policy file.
   *
   * @param json its text
   * @throws PolicyException with every problem, not the first
   */
  public static Policy parse(String json) throws PolicyException {
    return PolicyReader.read(json);
  }

  /** What an alias stands for. */
  public Optional<Alias> alias(AliasName name) {
    return Optional.ofNullable(aliases.get(name));
  }

  /** The names of all aliases. */
  public Set<AliasName> aliases() {
    return aliases.keySet();
  }

  /** Every service account that a rule calls as. */
  public Set<ServiceAccount> serviceAccounts() {
    return rules.stream().flatMap(r -> r.as().stream()).collect(Collectors.toUnmodifiableSet());
  }

  /** The first 12 hexadecimal digits of the SHA-256 of the file. */
  public String version() {
    return version;
  }

  /**
   * Decides one call: the first rule that matches in callers, models, actions and residency allows
   * it; without one it is denied.
   *
   * @param caller verified
   * @param target what the call comes to; the decision is on its {@code model} and location
   * @param alias the alias that it was called by, if any
   * @return with a rule also if denied: the closest one, which is the one that matches in most
   *     conditions, looked for among the rules for this caller first
   */
  public Decision decide(Caller caller, Target target, Optional<AliasName> alias) {
    Optional<Alias> by = alias.flatMap(this::alias);
    List<Rule> own = index.of(caller);
    for (Rule rule : own) {
      if (rule.matches(caller, target, by)) {
        return new Decision(
            true, Optional.of(rule.name()), allowed(rule, caller, target), rule.as());
      }
    }
    return denied(own, caller, target, by);
  }

  private Decision denied(List<Rule> own, Caller caller, Target target, Optional<Alias> alias) {
    boolean queue = caller.kind() == Caller.Kind.QUEUE;
    Rule closest = null;
    int best = -1;
    for (Rule rule : own.isEmpty() ? rules : own) {
      int closeness = rule.closeness(caller, target, alias);
      if (closeness > best && rule.callers().isForQueues() == queue) {
        best = closeness;
        closest = rule;
      }
    }
    String call = call(target);
    if (closest == null) {
      return new Decision(
          false,
          Optional.empty(),
          "No rule lets "
              + (queue ? "a queue" : "an Entra identity")
              + " call anything, so "
              + caller.label()
              + " may not call "
              + call
              + ".",
          Optional.empty());
    }
    return new Decision(
        false,
        Optional.of(closest.name()),
        "No rule lets "
            + caller.label()
            + " call "
            + call
            + "; the closest, "
            + closest.name()
            + ", does not match: "
            + closest.whyNot(caller, target, alias)
            + ".",
        Optional.empty());
  }

  private static String allowed(Rule rule, Caller caller, Target target) {
    return "Rule "
        + rule.name()
        + " lets "
        + caller.label()
        + " call "
        + call(target)
        + rule.as().map(a -> " as " + a).orElse("")
        + ".";
  }

  private static String call(Target target) {
    return target.action() + " on " + target.model() + " in " + target.location();
  }
}
