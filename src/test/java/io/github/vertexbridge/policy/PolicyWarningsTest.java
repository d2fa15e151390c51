package io.github.vertexbridge.policy;

import static io.github.vertexbridge.policy.Policies.APP;
import static io.github.vertexbridge.policy.Policies.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyWarningsTest {

  private static String rule(String name, String callers, String models, String more) {
    return """
        {"name": "%s", "callers": {%s},
         "allow": {"models": [%s], "actions": ["predict", "explain"], "residency": ["europe-*"]}%s}
        """
        .formatted(name, callers, models, more);
  }

  private static List<String> warnings(String... rules) throws PolicyException {
    return Policy.warnings(
            """
            {"aliases": {
               "chat": {"model": "publishers/google/models/gemini-2.5-flash",
                        "locations": ["europe-west4"]},
               "far": {"endpoint": "1", "locations": ["us-central1"]}},
             "rules": [%s]}
            """
                .formatted(String.join(",", rules)))
        .stream()
        .map(PolicyProblem::toString)
        .toList();
  }

  private static final String ROLE = "\"roles\": [\"R\"]";
  private static final String APPLICATION = "\"applications\": [\"" + APP + "\"]";
  private static final String CHAT = "\"chat\"";

  @Test
  void warnings_whenTheFileIsFine_thenNone() throws PolicyException {
    assertThat(
            warnings(
                rule("one", ROLE + "," + APPLICATION, CHAT, ""),
                rule("two", ROLE, CHAT, ", \"limits\": {\"tokensPerMinute\": 1000}"),
                rule("jobs", APPLICATION, "\"customJobs/*\"", "")))
        .isEmpty();
  }

  @Test
  void warnings_whenAnEarlierRuleTakesAll_thenTheLaterIsUnreachable() throws PolicyException {
    assertThat(
            warnings(
                rule("wide", ROLE, "\"publishers/google/models/gemini-*\"", ""),
                rule("lost", ROLE + "," + APPLICATION, CHAT, "")))
        .singleElement()
        .asString()
        .contains("line 7", "$.rules[1]: never decides: rule wide above matches all its calls");
  }

  @Test
  void warnings_whenTheEarlierRuleTakesLess_thenNone() throws PolicyException {
    assertThat(
            warnings(
                rule("app", APPLICATION, CHAT, ""),
                rule("role", ROLE, CHAT, ""),
                rule("flash", ROLE, "\"publishers/google/models/gemini-2.5-flash\"", "")))
        .isEmpty();
  }

  @Test
  void warnings_whenTheEarlierRuleOnlyObserves_thenNone() throws PolicyException {
    assertThat(
            warnings(rule("tried", ROLE, CHAT, ", \"shadow\": true"), rule("live", ROLE, CHAT, "")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"tenants\": [\"" + TENANT + "\"] | \"chat\" | is for every identity of the tenant",
        "\"roles\": [\"R\"] | \"publishers/google/models/*\" | lets whoever gets the role call all",
        "\"roles\": [\"R\"] | \"endpoints/*\" | lets whoever gets the role call all",
        "\"applications\": [\""
            + APP
            + "\"] | \"publishers/*/models/*\" | models of every publisher",
        "\"roles\": [\"R\"] | \"far\" | alias far is never allowed: none of its locations",
      })
  void warnings_whenARuleIsWideOrEmpty_thenSaid(String callers, String models, String warning)
      throws PolicyException {
    assertThat(warnings(rule("only", callers, models, "")))
        .singleElement()
        .asString()
        .contains(warning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"tokensPerMinute\": 2000, \"tokensPerDay\": 1000 | is more than tokensPerDay",
        "\"tokensPerMinute\": 10, \"tokensPerDay\": 1000000 | tokensPerDay: is never reached",
        "\"requestsPerMinute\": 20, \"tokensPerMinute\": 10 | is more calls than tokensPerMinute",
        "\"per\": \"caller\" | there is nothing that they count",
      })
  void warnings_whenLimitsMakeNoSense_thenSaid(String limits, String warning)
      throws PolicyException {
    assertThat(warnings(rule("only", ROLE, CHAT, ", \"limits\": {" + limits + "}")))
        .singleElement()
        .asString()
        .contains(warning);
  }
}
