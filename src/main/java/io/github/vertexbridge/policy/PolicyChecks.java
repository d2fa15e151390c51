package io.github.vertexbridge.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.target.Locations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The checks that a schema cannot express. They look at what is there and well-formed only: the
 * rest is a problem of the schema's already.
 */
final class PolicyChecks {
  private final JsonNode policy;
  private final SourceMap source;
  private final List<PolicyProblem> problems = new ArrayList<>();

  private PolicyChecks(JsonNode policy, SourceMap source) {
    this.policy = policy;
    this.source = source;
  }

  static List<PolicyProblem> check(JsonNode policy, SourceMap source) {
    PolicyChecks checks = new PolicyChecks(policy, source);
    checks.aliases();
    checks.rules();
    return checks.problems;
  }

  private void aliases() {
    Set<String> ids = modelIds();
    policy
        .path("aliases")
        .fields()
        .forEachRemaining(
            alias -> {
              String at = "/aliases/" + Json.escaped(alias.getKey());
              alias(at, alias.getValue());
              if (ids.contains(alias.getKey())) {
                problem(
                    at, "this is also the id of a model in this file, so calls could mean both");
              }
            });
  }

  /** Callers may write an alias where a model's id stands in a path: no name may be both. */
  private Set<String> modelIds() {
    Stream<JsonNode> aliased = policy.path("aliases").findValues("model").stream();
    Stream<JsonNode> granted =
        policy.path("rules").findValues("models").stream()
            .flatMap(models -> StreamSupport.stream(models.spliterator(), false));
    return Stream.concat(aliased, granted)
        .map(JsonNode::asText)
        .flatMap(name -> ResourceName.parse(name).flatMap(ResourceName::model).stream())
        .collect(Collectors.toSet());
  }

  private void alias(String at, JsonNode alias) {
    boolean model = alias.has("model");
    boolean endpoint = alias.has("endpoint");
    if (alias.isObject() && model == endpoint) {
      problem(at, model ? "give a model or an endpoint, not both" : "give a model or an endpoint");
    }
    if (alias.path("transport").asText().equals("grpc") && model && !endpoint) {
      problem(at + "/transport", "grpc is for endpoints only; models are called by rest");
    }
    List<String> locations = Json.strings(alias.path("locations"));
    for (int i = 0; i < locations.size(); i++) {
      Optional<Location> location = Location.parse(locations.get(i));
      if (location.isPresent() && !Locations.exists(location.get())) {
        problem(at + "/locations/" + i, "'" + location.get() + "' is no location of Vertex AI");
      }
    }
  }

  private void rules() {
    Map<String, Integer> names = new HashMap<>();
    JsonNode rules = policy.path("rules");
    for (int i = 0; i < rules.size(); i++) {
      String at = "/rules/" + i;
      JsonNode rule = rules.get(i);
      String name = rule.path("name").asText();
      Integer first = names.putIfAbsent(name, i);
      if (first != null && rule.has("name")) {
        problem(at + "/name", "rule " + first + " (from 0) has this name already");
      }
      callers(at + "/callers", rule.path("callers"));
      models(at + "/allow/models", rule.path("allow").path("models"));
      residency(at + "/allow/residency", rule.path("allow").path("residency"));
      replaces(at + "/replaces", rule);
      problems.addAll(TermsChecks.check(at, rule, source));
    }
  }

  /** Only a rule in force can be replaced, and only by one that observes. */
  private void replaces(String at, JsonNode rule) {
    if (!rule.has("replaces")) {
      return;
    }
    if (!rule.path("shadow").asBoolean()) {
      problem(at, "only a rule with \"shadow\": true replaces another for a try");
    }
    String name = rule.path("replaces").asText();
    boolean there =
        StreamSupport.stream(policy.path("rules").spliterator(), false)
            .anyMatch(r -> r.path("name").asText().equals(name) && !r.path("shadow").asBoolean());
    if (!there) {
      problem(at, "there is no rule '" + name + "' in force");
    }
  }

  private void callers(String at, JsonNode callers) {
    if (callers.has("queues") && callers.size() > 1) {
      problem(
          at,
          "a rule with queues never matches other kinds of callers: put them into a rule of their"
              + " own");
    }
  }

  private void models(String at, JsonNode models) {
    JsonNode aliases = policy.path("aliases");
    List<String> values = Json.strings(models);
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      if (value.indexOf('/') < 0 && !aliases.has(value)) {
        TreeSet<String> known = new TreeSet<>();
        aliases.fieldNames().forEachRemaining(known::add);
        problem(
            at + "/" + i,
            "there is no alias '"
                + value
                + "'; there are "
                + (known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
  }

  private void residency(String at, JsonNode residency) {
    List<String> values = Json.strings(residency);
    for (int i = 0; i < values.size(); i++) {
      Optional<Location> location = Location.parse(values.get(i));
      if (location.isPresent() && !Locations.exists(location.get())) {
        problem(at + "/" + i, "'" + location.get() + "' is no location of Vertex AI");
      }
    }
  }

  private void problem(String pointer, String message) {
    problems.add(source.problem(pointer, message));
  }
}
