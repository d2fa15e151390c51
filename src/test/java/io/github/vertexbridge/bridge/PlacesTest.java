package io.github.vertexbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CapacityClass;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
import io.github.vertexbridge.policy.Alias;
import io.github.vertexbridge.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
  private static final Caller QUEUE = Caller.ofQueue("vertex-requests");
  private static final AliasName CHAT = new AliasName("chat");
  private static final String SHARED_TYPE = "x-vertex-ai-llm-shared-request-type";
  private static final String TYPE = "x-vertex-ai-llm-request-type";

  /** The alias in three locations, and a rule for each list of residencies. */
  private static Policy policy(String... residencies) throws Exception {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < residencies.length; i++) {
      rules
          .append(i == 0 ? "" : ",")
          .append(
              """
              {"name":"rule-%d","callers":{"queues":["vertex-requests"]},
               "allow":{"models":["chat"],"actions":["generateContent"],"residency":[%s]}}
              """
                  .formatted(i, residencies[i]));
    }
    return Policy.parse(
        """
        {"aliases":{"chat":{"model":"publishers/google/models/gemini-2.5-flash",
          "locations":["europe-west4","europe-west1","global"]}},
         "rules":[%s]}
        """
            .formatted(rules));
  }

  private static List<Target> targets(Policy policy) {
    return AliasTargets.of(
        policy.alias(CHAT).orElseThrow(),
        new ActionName("generateContent"),
        new ProjectId("my-project"));
  }

  private static Places decide(Policy policy) {
    return Places.decide(policy, QUEUE, targets(policy), Optional.of(CHAT));
  }

  private static List<String> locations(Places places) {
    return places.targets().stream().map(t -> t.location().value()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"europe-*\",\"global\"  | europe-west4,europe-west1,global",
        "\"europe-*\"             | europe-west4,europe-west1",
        "\"europe-west4\"         | europe-west4",
        "\"europe-west1\"         | europe-west1",
        "\"global\"               | global",
      })
  void decide_whenTheRuleAllowsSomeLocations_thenTheseInTheAliasesOrder(
      String residency, String expected) throws Exception {
    Places places = decide(policy(residency));

    assertThat(places.decision().allowed()).isTrue();
    assertThat(locations(places)).containsExactly(expected.split(","));
  }

  @Test
  void decide_whenAnotherRuleAllowsTheNextLocation_thenTheCallDoesNotMoveThere() throws Exception {
    Places places = decide(policy("\"europe-west4\",\"global\"", "\"europe-west1\""));

    assertThat(locations(places)).containsExactly("europe-west4", "global");
    assertThat(places.decision().rule()).contains("rule-0");
  }

  @Test
  void decide_whenNoLocationIsAllowed_thenTheDenialOfTheFirst() throws Exception {
    Places places = decide(policy("\"us-central1\""));

    assertThat(places.decision().allowed()).isFalse();
    assertThat(places.decision().reason()).contains("europe-west4");
    assertThat(locations(places)).containsExactly("europe-west4");
  }

  @Test
  void targets_whenSomethingIsMadeFromAnAlias_thenItStaysWhereThePathSays() throws Exception {
    Alias alias = policy("\"global\"").alias(CHAT).orElseThrow();
    Target cache =
        io.github.vertexbridge.target.ModelFinder.resolve(
            io.github.vertexbridge.target.ActionTable.standard()
                .match(
                    "POST",
                    "/v1/projects/my-project/locations/europe-west1/cachedContents",
                    "",
                    io.github.vertexbridge.target.ServedProject.of(new ProjectId("my-project"))),
            "{\"model\":\"publishers/google/models/chat\"}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(AliasTargets.of(alias, cache))
        .singleElement()
        .satisfies(t -> assertThat(t.location()).isEqualTo(new Location("europe-west1")));
  }

  private static Places with(Optional<CapacityClass> capacity, String... locations)
      throws Exception {
    Target target = targets(policy("\"global\"")).get(0);
    Terms terms =
        new Terms(
            OptionalInt.empty(),
            List.of(),
            Optional.empty(),
            Map.of(),
            Set.of(),
            Set.of(),
            List.of(),
            Optional.empty(),
            capacity,
            Optional.empty(),
            false);
    return new Places(
        List.of(locations).stream().map(l -> target.in(new Location(l))).toList(),
        new Decision(true, Optional.of("r"), "", Optional.empty(), terms));
  }

  @ParameterizedTest
  @CsvSource({
    "DEDICATED, dedicated, ",
    "SHARED,    shared,    ",
    "PRIORITY,  ,          priority",
    "FLEX,      ,          flex",
  })
  void headers_whenTheRuleHasAClass_thenItIsWrittenOverTheCallers(
      CapacityClass capacity, String type, String shared) throws Exception {
    Headers callers = new Headers(Map.of(TYPE, "mine", SHARED_TYPE, "mine", "accept", "x"));

    Headers sent = with(Optional.of(capacity), "global").headers(callers);

    assertThat(sent.get(TYPE)).isEqualTo(Optional.ofNullable(type));
    assertThat(sent.get(SHARED_TYPE)).isEqualTo(Optional.ofNullable(shared));
    assertThat(sent.get("accept")).contains("x");
    assertThat(with(Optional.empty(), "global").headers(callers)).isEqualTo(callers);
  }

  @ParameterizedTest
  @CsvSource({"priority", "Flex"})
  void serving_whenTheCallerAsksForAClassOfGlobal_thenThereOrNowhere(String asked)
      throws Exception {
    Headers headers = new Headers(Map.of(SHARED_TYPE, asked));

    assertThat(locations(with(Optional.empty(), "europe-west4", "global").serving(headers)))
        .containsExactly("global");
    Failure failure =
        assertThrows(
                FailureException.class,
                () -> with(Optional.empty(), "europe-west4").serving(headers))
            .failure();
    assertThat(failure.code()).isEqualTo(FailureCode.FIELD_INVALID);
    assertThat(failure.code().httpStatus()).isEqualTo(400);
    assertThat(failure.seen()).contains("global", "europe-west4");
    assertThat(failure.remedy()).contains("X-Vertex-AI-LLM-Shared-Request-Type");
  }

  @Test
  void serving_whenAnotherValueIsAsked_thenVertexDecides() throws Exception {
    Places places = with(Optional.empty(), "europe-west4");

    assertThat(places.serving(new Headers(Map.of(SHARED_TYPE, "new", TYPE, "dedicated"))))
        .isEqualTo(places);
  }

  private static String hint(String kind, Optional<Alias> alias, Policy policy) {
    Failure failure =
        Failure.at(Hop.VERTEX, FailureCode.VERTEX_NOT_FOUND, "s", "r").withFact("kind", kind);
    return Hints.with(failure, targets(policy).get(0), QUEUE, alias, policy)
        .facts()
        .getOrDefault(Failure.HINT, "");
  }

  @Test
  void hint_whenAnAliasIsNotServedHere_thenItsOtherAllowedLocations() throws Exception {
    Policy policy = policy("\"europe-*\"");

    assertThat(hint("location", policy.alias(CHAT), policy))
        .isEqualTo("not served in europe-west4; alias chat also has europe-west1");
  }

  @Test
  void hint_whenAModelIsNotServedHere_thenWhatTheRuleAllows() throws Exception {
    Policy policy =
        Policy.parse(
            """
            {"rules":[{"name":"direct","callers":{"queues":["vertex-requests"]},
              "allow":{"models":["publishers/google/models/*"],"actions":["generateContent"],
                       "residency":["europe-*","us-central1"]}}]}
            """);
    Target target = targets(policy("\"global\"")).get(0);
    Failure failure =
        Failure.at(Hop.VERTEX, FailureCode.VERTEX_NOT_FOUND, "s", "r").withFact("kind", "location");

    assertThat(Hints.with(failure, target, QUEUE, Optional.empty(), policy).facts())
        .containsEntry(
            Failure.HINT, "not served in europe-west4; rule direct allows europe-*, us-central1");
  }

  @Test
  void hint_whenOnlyGlobalServesIt_thenWhetherThePolicyAllowsGlobal() throws Exception {
    Policy europe = policy("\"europe-*\"");
    Policy everywhere = policy("\"europe-*\",\"global\"");

    assertThat(hint("global-only", europe.alias(CHAT), europe))
        .contains("global endpoint only", "does not allow");
    assertThat(hint("global-only", everywhere.alias(CHAT), everywhere)).contains("policy allows");
  }

  @Test
  void hint_whenSomethingElseFailed_thenNone() throws Exception {
    Policy policy = policy("\"europe-*\"");

    assertThat(hint("quota", policy.alias(CHAT), policy)).isEmpty();
  }
}
