package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.Limits;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
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
  private final List<Rule> written;
  private final List<Rule> rules;
  private final RuleIndex index;
  private final String version;
  private final Optional<Policy> shadow;

  Policy(Map<AliasName, Alias> aliases, List<Rule> rules, String version) {
    this.aliases = Map.copyOf(aliases);
    this.written = List.copyOf(rules);
    this.rules = rules.stream().filter(rule -> !rule.shadow()).toList();
    this.index = new RuleIndex(this.rules);
    this.version = version;
    this.shadow =
        this.rules.size() == written.size()
            ? Optional.empty()
            : Optional.of(new Policy(aliases, promoted(written), version));
  }

  /** The rules that would be there if those that observe were in force. */
  private static List<Rule> promoted(List<Rule> rules) {
    Set<String> replaced =
        rules.stream().flatMap(r -> r.replaces().stream()).collect(Collectors.toSet());
    return rules.stream().filter(r -> !replaced.contains(r.name())).map(Rule::live).toList();
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

  /**
   * What is allowed in a policy file, but hardly meant: rules that are never reached or let in very
   * many, limits that make no sense. Takes time that grows with the square of the number of rules.
   *
   * @param json the text of a file without problems
   */
  public static List<PolicyProblem> warnings(String json) throws PolicyException {
    return PolicyReader.warnings(json);
  }

  /** All rules, those that observe too, in the order of the file. */
  List<Rule> written() {
    return written;
  }

  /** What an alias stands for. */
  public Optional<Alias> alias(AliasName name) {
    return Optional.ofNullable(aliases.get(name));
  }

  /** The names of all aliases. */
  public Set<AliasName> aliases() {
    return aliases.keySet();
  }

  /** Every service account that a rule in force calls as. */
  public Set<ServiceAccount> serviceAccounts() {
    return rules.stream().flatMap(r -> r.as().stream()).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a rule in force has limits that all instances share. */
  public boolean hasLimits() {
    return rules.stream().anyMatch(rule -> !rule.limits().isEmpty());
  }

  /** What each rule in force needs of the clouds, in the order of the file. */
  public List<RuleNeeds> needs() {
    return rules.stream().map(Rule::needs).toList();
  }

  /** The first 12 hexadecimal digits of the SHA-256 of the file. */
  public String version() {
    return version;
  }

  /**
   * Decides one call: the first rule that matches in callers, models, actions and residency allows
   * it; without one it is denied. Rules that only observe never decide.
   *
   * @param caller verified
   * @param target what the call comes to; the decision is on its {@code model} and location
   * @param alias the alias that it was called by, if any
   * @return with a rule also if denied: the closest one, which is the one that matches in most
   *     conditions, looked for among the rules for this caller first
   */
  public Decision decide(Caller caller, Target target, Optional<AliasName> alias) {
    Decision decision = decideLive(caller, target, alias);
    return shadow
        .flatMap(other -> Shadows.difference(decision, other.decideLive(caller, target, alias)))
        .map(decision::withShadow)
        .orElse(decision);
  }

  /**
   * Decides one call and says of every rule, in the order of the file, why it did or did not match.
   */
  public Explanation explain(Caller caller, Target target, Optional<AliasName> alias) {
    Optional<Alias> by = alias.flatMap(this::alias);
    return new Explanation(
        version,
        decide(caller, target, alias),
        written.stream()
            .map(
                rule ->
                    new Explanation.Verdict(
                        rule.name(), rule.shadow(), rule.whyNot(caller, target, by)))
            .toList());
  }

  private Decision decideLive(Caller caller, Target target, Optional<AliasName> alias) {
    Optional<Alias> by = alias.flatMap(this::alias);
    return index
        .first(caller, rule -> rule.matches(caller, target, by))
        .map(
            r ->
                new Decision(
                    true,
                    Optional.of(r.name()),
                    allowed(r, caller, target),
                    r.as(),
                    r.terms(),
                    r.limits(),
                    Optional.empty()))
        .orElseGet(() -> denied(caller, target, by));
  }

  private Decision denied(Caller caller, Target target, Optional<Alias> alias) {
    List<Rule> own = index.of(caller);
    boolean queue = caller.kind() == Caller.Kind.QUEUE;
    Rule closest = null;
    int best = -1;
    for (Rule rule : own.isEmpty() ? rules : own) {
      if (best == Rule.CLOSEST) {
        break;
      }
      int closeness = rule.closeness(caller, target, alias);
      if (closeness > best && rule.callers().isForQueues() == queue) {
        best = closeness;
        closest = rule;
      }
    }
    String reason =
        closest == null
            ? "No rule lets %s call anything, so %s may not call %s."
                .formatted(queue ? "a queue" : "an Entra identity", caller.label(), call(target))
            : "No rule lets %s call %s; the closest, %s, does not match: %s."
                .formatted(
                    caller.label(),
                    call(target),
                    closest.name(),
                    closest.whyNot(caller, target, alias));
    return new Decision(
        false,
        Optional.ofNullable(closest).map(Rule::name),
        reason,
        Optional.empty(),
        Terms.NONE,
        Limits.NONE,
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
