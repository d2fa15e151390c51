package io.github.vertexbridge.policy;

import static io.github.vertexbridge.policy.Policies.FLASH;
import static io.github.vertexbridge.policy.Policies.app;
import static io.github.vertexbridge.policy.Policies.parse;
import static io.github.vertexbridge.policy.Policies.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Decision;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShadowRulesTest {
  private static final String SHADOW = ", \"shadow\": true";

  private static String rule(String name, String role, String action, String more) {
    return """
        {"name": "%s", "callers": {"roles": ["%s"]},
         "allow": {"models": ["%s"], "actions": ["%s"], "residency": ["eu"]}%s}
        """
        .formatted(name, role, FLASH, action, more);
  }

  private static Policy policy(String... rules) {
    return parse("{\"rules\": [" + String.join(",", rules) + "]}");
  }

  private static Decision predict(Policy policy) {
    return policy.decide(app("R"), target(FLASH, "predict", "eu"), Optional.empty());
  }

  @Test
  void decide_whenOnlyAShadowRuleMatches_thenDeniedAndNoted() {
    Decision decision = predict(policy(rule("candidate", "R", "predict", SHADOW)));

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.rule()).isEmpty();
    assertThat(decision.shadow()).get().asString().contains("is allowed", "candidate");
  }

  @Test
  void decide_whenAShadowRuleReplacesOneAndDoesNotMatch_thenAllowedAndNotedAsDenied() {
    Decision decision =
        predict(
            policy(
                rule("now", "R", "predict", ""),
                rule("tighter", "R", "countTokens", SHADOW + ", \"replaces\": \"now\"")));

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.rule()).contains("now");
    assertThat(decision.shadow())
        .get()
        .asString()
        .contains("is denied", "tighter", "its actions do not include predict");
  }

  @Test
  void decide_whenTheAccountWouldBeAnother_thenNoted() {
    String as = ", \"as\": \"sa@my-project.iam.gserviceaccount.com\"";
    Decision decision =
        predict(
            policy(rule("first", "R", "predict", SHADOW + as), rule("now", "R", "predict", "")));

    assertThat(decision.rule()).contains("now");
    assertThat(decision.as()).isEmpty();
    assertThat(decision.shadow()).get().asString().contains("made as sa@my-project", "first");
  }

  @Test
  void decide_whenTheOutcomeIsTheSame_thenNothingIsNoted() {
    assertThat(
            predict(policy(rule("first", "R", "predict", SHADOW), rule("now", "R", "predict", "")))
                .shadow())
        .isEmpty();
  }

  @Test
  void needs_whenARuleObserves_thenTheCloudsNeedNothingForIt() {
    assertThat(policy(rule("candidate", "R", "predict", SHADOW)).needs()).isEmpty();
  }
}
