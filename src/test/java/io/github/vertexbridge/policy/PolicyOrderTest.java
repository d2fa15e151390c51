package io.github.vertexbridge.policy;

import static io.github.vertexbridge.policy.Policies.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PolicyOrderTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> MODELS =
      List.of(Policies.FLASH, "publishers/google/models/gemini-2.5-pro", "endpoints/1");
  private static final Set<String> WHERE = Set.of("europe-west4", "us-central1", "eu", "global");

  /** Whom, what and where: the parts of one call. */
  record Call(Caller caller, Target target, Optional<AliasName> alias) {}

  @Property(tries = 200)
  void decide_whenValuesAreInAnotherOrder_thenTheSameDecision(
      @ForAll("policies") String json, @ForAll("calls") List<Call> calls, @ForAll long seed)
      throws Exception {
    Policy policy = parse(json);
    Policy shuffled = parse(shuffled(json, new Random(seed)));

    for (Call call : calls) {
      Decision decision = policy.decide(call.caller(), call.target(), call.alias());
      Decision other = shuffled.decide(call.caller(), call.target(), call.alias());
      assertThat(other.allowed()).isEqualTo(decision.allowed());
      assertThat(other.rule()).isEqualTo(decision.rule());
      assertThat(other.as()).isEqualTo(decision.as());
    }
  }

  /** The index must never change what asking every rule in turn would say. */
  @Property(tries = 200)
  void decide_whenAllowed_thenByTheFirstRuleThatMatchesAlone(
      @ForAll("policies") String json, @ForAll("calls") List<Call> calls) throws Exception {
    Policy whole = parse(json);
    List<Policy> alone = new ArrayList<>();
    JsonNode tree = MAPPER.readTree(json);
    for (int i = 0; i < tree.path("rules").size(); i++) {
      ArrayNode one = MAPPER.createArrayNode().add(tree.path("rules").get(i));
      alone.add(parse(tree.<ObjectNode>deepCopy().set("rules", one).toString()));
    }
    for (Call call : calls) {
      Optional<String> first =
          alone.stream()
              .map(p -> p.decide(call.caller(), call.target(), call.alias()))
              .filter(Decision::allowed)
              .findFirst()
              .flatMap(Decision::rule);
      Decision decision = whole.decide(call.caller(), call.target(), call.alias());
      assertThat(decision.allowed()).isEqualTo(first.isPresent());
      first.ifPresent(rule -> assertThat(decision.rule()).contains(rule));
    }
  }

  /** Every list of values in another order; the rules stay in theirs. */
  private static String shuffled(String json, Random random) throws Exception {
    JsonNode tree = MAPPER.readTree(json);
    for (JsonNode rule : tree.path("rules")) {
      for (JsonNode part : List.of(rule.path("callers"), rule.path("allow"))) {
        part.forEach(
            list -> {
              ArrayNode array = (ArrayNode) list;
              List<JsonNode> values = new ArrayList<>();
              array.forEach(values::add);
              Collections.shuffle(values, random);
              array.removeAll().addAll(values);
            });
      }
    }
    return tree.toString();
  }

  @Provide
  Arbitrary<List<Call>> calls() {
    Arbitrary<Caller> callers =
        Arbitraries.oneOf(
            Arbitraries.of("vertex-requests", "other-queue").map(Caller::ofQueue),
            Arbitraries.of(Policies.GROUP, Policies.OTHER_APP)
                .map(group -> Policies.member(false, group)),
            Combinators.combine(
                    Arbitraries.of(Policies.APP, Policies.OTHER_APP),
                    Arbitraries.of(Policies.OBJECT, Policies.OTHER_OBJECT),
                    Arbitraries.of("A", "B", "C").set())
                .as(
                    (app, object, roles) ->
                        Policies.caller(
                            Caller.Kind.APPLICATION, app, object, roles.toArray(new String[0]))));
    Arbitrary<Target> targets =
        Combinators.combine(
                Arbitraries.of(MODELS),
                Arbitraries.of("generateContent", "predict"),
                Arbitraries.of(WHERE))
            .as(Policies::target);
    return Combinators.combine(
            callers, targets, Arbitraries.of(new AliasName("chat")).optional(0.3))
        .as(Call::new)
        .list()
        .ofSize(10);
  }

  @Provide
  Arbitrary<String> policies() {
    Arbitrary<String> callers =
        Arbitraries.oneOf(
            values("vertex-requests", "other-queue").map(v -> "{\"queues\":" + v + "}"),
            values("A", "B", "C").map(v -> "{\"roles\":" + v + "}"),
            values(Policies.APP, Policies.OTHER_APP).map(v -> "{\"applications\":" + v + "}"),
            values(Policies.OBJECT, Policies.OTHER_OBJECT).map(v -> "{\"objects\":" + v + "}"),
            values(Policies.GROUP).map(v -> "{\"groups\":" + v + "}"),
            values(Policies.TENANT).map(v -> "{\"tenants\":" + v + "}"),
            Combinators.combine(values("A", "B"), values(Policies.APP, Policies.OTHER_APP))
                .as((r, a) -> "{\"roles\":" + r + ",\"applications\":" + a + "}"));
    Arbitrary<String> rule =
        Combinators.combine(
                callers,
                values("chat", Policies.FLASH, "publishers/*/models/*-pro", "endpoints/1"),
                values("generateContent", "predict", "countTokens"),
                values("europe-*", "us-*", "eu", "global", "europe-west4"))
            .as(
                (c, m, a, r) ->
                    "\"callers\":%s,\"allow\":{\"models\":%s,\"actions\":%s,\"residency\":%s}"
                        .formatted(c, m, a, r));
    return rule.list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(
            rules ->
                "{\"aliases\":{\"chat\":{\"model\":\"%s\",\"locations\":[\"us\"]}},\"rules\":[%s]}"
                    .formatted(Policies.FLASH, String.join(",", named(rules))));
  }

  private static List<String> named(List<String> rules) {
    return IntStream.range(0, rules.size())
        .mapToObj(i -> "{\"name\":\"rule-%d\",%s}".formatted(i, rules.get(i)))
        .toList();
  }

  private static Arbitrary<String> values(String... of) {
    return Arbitraries.of(of)
        .set()
        .ofMinSize(1)
        .map(set -> "[\"" + String.join("\",\"", set) + "\"]");
  }
}
