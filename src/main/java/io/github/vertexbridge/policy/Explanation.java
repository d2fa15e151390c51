package io.github.vertexbridge.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.Limits;
import io.github.vertexbridge.call.Terms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decision, and what each rule had to say.
 *
 * @param policy version of the policy file
 * @param decision what is decided
 * @param rules one verdict a rule, in the order of the file
 */
public record Explanation(String policy, Decision decision, List<Verdict> rules) {
  public Explanation {
    rules = List.copyOf(rules);
  }

  /**
   * What one rule says of the call.
   *
   * @param rule its name
   * @param shadow whether it only observes
   * @param whyNot the conditions that do not match, for people; empty if all match
   */
  public record Verdict(String rule, boolean shadow, String whyNot) {
    /** Whether all four conditions match. */
    public boolean matches() {
      return whyNot.isEmpty();
    }
  }

  static Explanation unknownAlias(String policy, AliasName name) {
    return new Explanation(
        policy,
        new Decision(
            false,
            Optional.empty(),
            "There is no alias " + name + ".",
            Optional.empty(),
            Terms.NONE,
            Limits.NONE,
            Optional.empty()),
        List.of());
  }

  /** For machines. */
  public String toJson() {
    return new ObjectMapper().valueToTree(asMap()).toPrettyString();
  }

  private Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("policy", policy);
    map.put("allowed", decision.allowed());
    decision.rule().ifPresent(rule -> map.put("rule", rule));
    map.put("reason", decision.reason());
    decision.as().ifPresent(as -> map.put("as", as.value()));
    if (!decision.limits().isEmpty()) {
      map.put("limits", limits(decision.limits()));
    }
    decision.shadow().ifPresent(note -> map.put("shadow", note));
    map.put("rules", rules.stream().map(Explanation::verdict).toList());
    return map;
  }

  private static Map<String, Object> verdict(Verdict verdict) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rule", verdict.rule());
    map.put("shadow", verdict.shadow());
    map.put("matches", verdict.matches());
    if (!verdict.matches()) {
      map.put("whyNot", verdict.whyNot());
    }
    return map;
  }

  private static Map<String, Object> limits(Limits limits) {
    Map<String, Object> map = new LinkedHashMap<>();
    limits.requestsPerMinute().ifPresent(n -> map.put("requestsPerMinute", n));
    limits.tokensPerMinute().ifPresent(n -> map.put("tokensPerMinute", n));
    limits.tokensPerDay().ifPresent(n -> map.put("tokensPerDay", n));
    limits.concurrentCalls().ifPresent(n -> map.put("concurrentCalls", n));
    map.put("per", limits.perCaller() ? "caller" : "rule");
    map.put("onTableDown", limits.whenUnknown() == Limits.WhenUnknown.DENY ? "deny" : "last-lease");
    map.put("shadow", limits.observed());
    return map;
  }
}
