package io.github.vertexbridge.policy;

import static io.github.vertexbridge.policy.Policies.APP;
import static io.github.vertexbridge.policy.Policies.FLASH;
import static io.github.vertexbridge.policy.Policies.OBJECT;
import static io.github.vertexbridge.policy.Policies.OTHER_APP;
import static io.github.vertexbridge.policy.Policies.OTHER_OBJECT;
import static io.github.vertexbridge.policy.Policies.app;
import static io.github.vertexbridge.policy.Policies.caller;
import static io.github.vertexbridge.policy.Policies.parse;
import static io.github.vertexbridge.policy.Policies.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Target;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDecisionTest {
  private static final Optional<AliasName> DIRECT = Optional.empty();
  private static final Optional<AliasName> CHAT = Optional.of(new AliasName("chat"));
  private static final Target CALL = target(FLASH, "generateContent", "europe-west4");

  /** One rule with these parts, after the aliases chat (gemini-2.5-flash) and pro. */
  private static Policy rule(String callers, String models, String actions, String residency) {
    return parse(
        """
        {"aliases": {
           "chat": {"model": "publishers/google/models/gemini-2.5-flash",
                    "locations": ["europe-west4", "us-central1"]},
           "pro":  {"model": "publishers/google/models/gemini-2.5-pro", "locations": ["global"]}},
         "rules": [{"name": "only",
           "callers": {%s},
           "allow": {"models": [%s], "actions": [%s], "residency": [%s]}}]}
        """
            .formatted(callers, models, actions, residency));
  }

  private static Policy callers(String callers) {
    return rule(callers, quoted(FLASH), quoted("generateContent"), quoted("europe-*"));
  }

  private static Policy models(String models) {
    return rule("\"roles\":[\"R\"]", models, quoted("generateContent"), quoted("europe-*"));
  }

  private static Policy residency(String residency) {
    return rule("\"roles\":[\"R\"]", quoted(FLASH), quoted("generateContent"), residency);
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"roles\":[\"R\"]                                        | true",
        "\"roles\":[\"S\",\"R\"]                                  | true",
        "\"roles\":[\"S\"]                                        | false",
        "\"roles\":[\"r\"]                                        | false",
        "\"applications\":[\"" + APP + "\"]                       | true",
        "\"applications\":[\"" + OTHER_APP + "\"]                 | false",
        "\"objects\":[\"" + OBJECT + "\"]                         | true",
        "\"objects\":[\"" + OTHER_OBJECT + "\"]                   | false",
        "\"objects\":[\"" + OTHER_OBJECT + "\",\"" + OBJECT + "\"] | true",
        "\"roles\":[\"R\"],\"applications\":[\"" + APP + "\"]     | true",
        "\"roles\":[\"R\"],\"applications\":[\"" + OTHER_APP + "\"] | false",
        "\"roles\":[\"S\"],\"applications\":[\"" + APP + "\"]     | false",
        "\"roles\":[\"R\"],\"objects\":[\"" + OTHER_OBJECT + "\"] | false",
        "\"queues\":[\"vertex-requests\"]                         | false",
      })
  void decide_whenCallerConditionsVary_thenKindsAreAndedValuesOred(
      String condition, boolean allowed) {
    assertThat(callers(condition).decide(app("R"), CALL, DIRECT).allowed()).isEqualTo(allowed);
  }

  @Test
  void decide_whenQueue_thenOnlyRulesForThatQueue() {
    Caller queue = Caller.ofQueue("vertex-requests");

    assertThat(callers("\"queues\":[\"vertex-requests\"]").decide(queue, CALL, DIRECT).allowed())
        .isTrue();
    assertThat(callers("\"queues\":[\"vertex-results\"]").decide(queue, CALL, DIRECT).allowed())
        .isFalse();
    assertThat(callers("\"roles\":[\"R\"]").decide(queue, CALL, DIRECT).allowed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "publishers/google/models/gemini-2.5-flash, true",
    "publishers/google/models/gemini-*,         true",
    "publishers/google/models/*,                true",
    "publishers/*/models/*-flash,               true",
    "publishers/*/models/gemini-2.5-*sh,        true",
    "publishers/google/models/gemini-2.5,       false",
    "publishers/google/models/gemini-2*5-pro,   false",
    "publishers/google/models/geminiX2.5-flash, false",
    "publishers/anthropic/models/*,             false",
    "endpoints/*,                               false",
  })
  void decide_whenModelPatternsVary_thenStarStaysInItsPart(String pattern, boolean allowed) {
    assertThat(models(quoted(pattern)).decide(app("R"), CALL, DIRECT).allowed()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "customJobs/*,   customJobs,   true",
    "customJobs/*,   customJobs/7, true",
    "customJobs/7*,  customJobs/7, true",
    "customJobs/7*,  customJobs,   false",
    "customJobs/7,   customJobs,   false",
    "tuningJobs/*,   customJobs,   false",
    "endpoints/*,    endpoints,    true",
    "endpoints/12,   endpoints,    false",
    "publishers/google/models/*,        publishers/google/models, true",
    "publishers/google/models/gemini-*, publishers/google/models, false",
    "models/5*,      models/5@2,   true",
  })
  void decide_whenAllOfAKindAreMeant_thenOnlyByAPatternForAll(
      String granted, String called, boolean allowed) {
    Target target = target(called, CALL.action().value(), "europe-west4");

    assertThat(models(quoted(granted)).decide(app("R"), target, DIRECT).allowed())
        .isEqualTo(allowed);
  }

  @Test
  void decide_whenAliasIsGranted_thenItsOwnNameOnly() {
    Policy policy = models(quoted("chat"));

    assertThat(policy.decide(app("R"), CALL, CHAT).allowed()).isTrue();
    assertThat(policy.decide(app("R"), CALL, DIRECT).allowed()).isFalse();
    assertThat(policy.decide(app("R"), CALL, Optional.of(new AliasName("pro"))).allowed())
        .isFalse();
    Target pro =
        target("publishers/google/models/gemini-2.5-pro", "generateContent", "europe-west4");
    assertThat(policy.decide(app("R"), pro, CHAT).allowed()).isFalse();
  }

  @Test
  void decide_whenModelIsGrantedByName_thenAlsoByAnAlias() {
    assertThat(models(quoted(FLASH)).decide(app("R"), CALL, CHAT).allowed()).isTrue();
  }

  @Test
  void decide_whenBodyNamesTheModel_thenTheModelCountsNotThePath() {
    Target count =
        new Target(
            CALL.version(),
            CALL.project(),
            CALL.location(),
            new ResourceName(FLASH),
            CALL.action(),
            new ResourceName("publishers/anthropic/models/claude"),
            CALL.transport());

    assertThat(models(quoted(FLASH)).decide(app("R"), count, DIRECT).allowed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "europe-*,     europe-west4,  true",
    "europe-*,     europe-north1, true",
    "europe-*,     eu,            false",
    "europe-*,     global,        false",
    "europe-*,     us-central1,   false",
    "europe-west*, europe-west12, true",
    "europe-west*, europe-north1, false",
    "europe-west1, europe-west1,  true",
    "europe-west1, europe-west12, false",
    "eu,           eu,            true",
    "eu,           europe-west4,  false",
    "us,           us-central1,   false",
    "us-*,         us,            false",
    "us-*,         us-central1,   true",
    "global,       global,        true",
    "global,       europe-west4,  false",
  })
  void decide_whenResidencyVaries_thenWordsAreLiteral(
      String pattern, String location, boolean allowed) {
    assertThat(
            residency(quoted(pattern))
                .decide(app("R"), target(FLASH, "generateContent", location), DIRECT)
                .allowed())
        .isEqualTo(allowed);
  }

  @Test
  void decide_whenActionIsNotGranted_thenDeniedWithTheReason() {
    Decision decision =
        models(quoted(FLASH))
            .decide(app("R"), target(FLASH, "countTokens", "europe-west4"), DIRECT);

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.rule()).contains("only");
    assertThat(decision.reason())
        .isEqualTo(
            "No rule lets app:"
                + APP
                + " call countTokens on publishers/google/models/gemini-2.5-flash in europe-west4;"
                + " the closest, only, does not match: its actions do not include countTokens.");
  }

  private static final Policy SEVERAL =
      parse(
          """
          {"rules": [
            {"name": "first", "callers": {"roles": ["R"]},
             "allow": {"models": ["publishers/google/models/gemini-2.5-flash"],
                       "actions": ["generateContent"], "residency": ["europe-*"]},
             "as": "one@my-project.iam.gserviceaccount.com"},
            {"name": "second", "callers": {"roles": ["R"]},
             "allow": {"models": ["publishers/google/models/*"],
                       "actions": ["generateContent", "countTokens"], "residency": ["us-*"]},
             "as": "two@my-project.iam.gserviceaccount.com"},
            {"name": "third", "callers": {"applications": ["%s"]},
             "allow": {"models": ["publishers/google/models/*"],
                       "actions": ["generateContent"], "residency": ["europe-*", "us-*"]}},
            {"name": "strangers", "callers": {"objects": ["%s"]},
             "allow": {"models": ["endpoints/9"],
                       "actions": ["predict"], "residency": ["asia-*"]}},
            {"name": "queue", "callers": {"queues": ["vertex-requests"]},
             "allow": {"models": ["endpoints/1"],
                       "actions": ["predict"], "residency": ["europe-*"]}}
          ]}
          """
              .formatted(APP, OTHER_OBJECT));

  @ParameterizedTest
  @CsvSource({
    "europe-west4, first,  one@my-project.iam.gserviceaccount.com",
    "us-central1,  second, two@my-project.iam.gserviceaccount.com",
  })
  void decide_whenSeveralMatch_thenTheFirstOfTheFile(String location, String rule, String account) {
    Decision decision =
        SEVERAL.decide(app("R"), target(FLASH, "generateContent", location), DIRECT);

    assertThat(decision.rule()).contains(rule);
    assertThat(decision.as()).contains(new ServiceAccount(account));
    assertThat(decision.reason())
        .isEqualTo(
            "Rule %s lets app:%s call generateContent on %s in %s as %s."
                .formatted(rule, APP, FLASH, location, account));
  }

  @Test
  void decide_whenEarlierRuleIsOfAnotherKindOfCaller_thenOrderOfTheFileStillHolds() {
    Caller withoutRole = app();

    assertThat(SEVERAL.decide(withoutRole, CALL, DIRECT).rule()).contains("third");
    assertThat(SEVERAL.decide(withoutRole, CALL, DIRECT).as()).isEmpty();
  }

  @Test
  void decide_whenNoneMatches_thenNamesTheClosestOfTheCallersOwnRules() {
    Decision decision =
        SEVERAL.decide(app("R"), target(FLASH, "countTokens", "europe-west4"), DIRECT);

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.as()).isEmpty();
    assertThat(decision.rule()).contains("first");
    assertThat(decision.reason())
        .endsWith("does not match: its actions do not include countTokens.");
  }

  @Test
  void decide_whenNoRuleIsForTheCaller_thenTheOneThatOnlyLacksTheCaller() {
    Caller stranger = caller(Caller.Kind.USER, OTHER_APP, OBJECT, "Other");

    assertThat(SEVERAL.decide(stranger, CALL, DIRECT).reason())
        .startsWith("No rule lets user:" + OBJECT + " call")
        .endsWith(
            "the closest, first, does not match:"
                + " it is for role R, and the caller has role Other.");
  }

  @Test
  void decide_whenClosestIsForOtherIdentities_thenTheirIdsAreNotTold() {
    Caller stranger = caller(Caller.Kind.APPLICATION, OTHER_APP, OBJECT);
    Decision decision =
        SEVERAL.decide(stranger, target("endpoints/9", "predict", "asia-east1"), DIRECT);

    assertThat(decision.rule()).contains("strangers");
    assertThat(decision.reason()).doesNotContain(OTHER_OBJECT);
  }

  @Test
  void decide_whenRulesOfTheOtherKindAreCloser_thenNotNamed() {
    Target predict = target("endpoints/1", "predict", "europe-west4");

    assertThat(SEVERAL.decide(app("R"), predict, DIRECT).rule()).contains("first");
    Decision queue = SEVERAL.decide(Caller.ofQueue("other-queue"), CALL, DIRECT);
    assertThat(queue.rule()).contains("queue");
    assertThat(queue.reason()).contains("it is not for queue other-queue");
  }

  @Test
  void decide_whenThereIsNoRule_thenDeniedWithoutOne() {
    Decision decision = parse("{\"rules\":[]}").decide(app("R"), CALL, DIRECT);

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.rule()).isEmpty();
    assertThat(decision.reason())
        .isEqualTo(
            "No rule lets an Entra identity call anything, so app:%s may not call"
                + " generateContent on %s in europe-west4.",
            APP, FLASH);
  }
}
