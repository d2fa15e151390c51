package io.github.vertexbridge.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Limits;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Share;
import io.github.vertexbridge.call.Transport;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns a policy file into a {@link Policy}, or into the list of all that is wrong with it. */
final class PolicyReader {
  static final Comparator<PolicyProblem> IN_FILE_ORDER =
      Comparator.comparingInt(PolicyProblem::line)
          .thenComparingInt(PolicyProblem::column)
          .thenComparing(PolicyProblem::message);

  private PolicyReader() {}

  static Policy read(String json) throws PolicyException {
    return read(json, SourceMap.of(json));
  }

  static List<PolicyProblem> warnings(String json) throws PolicyException {
    SourceMap source = SourceMap.of(json);
    return PolicyWarnings.of(read(json, source), source).stream().sorted(IN_FILE_ORDER).toList();
  }

  private static Policy read(String json, SourceMap source) throws PolicyException {
    List<PolicyProblem> problems = new ArrayList<>(source.problems());
    Optional<JsonNode> tree = tree(json);
    if (tree.isPresent()) {
      problems.addAll(PolicySchema.check(PolicySchema.POLICY, tree.get(), source));
      problems.addAll(PolicyChecks.check(tree.get(), source));
    }
    if (!problems.isEmpty() || tree.isEmpty()) {
      throw new PolicyException(problems.stream().distinct().sorted(IN_FILE_ORDER).toList());
    }
    Map<AliasName, Alias> aliases = new LinkedHashMap<>();
    tree.get()
        .path("aliases")
        .fields()
        .forEachRemaining(
            entry -> {
              Alias alias = alias(new AliasName(entry.getKey()), entry.getValue());
              aliases.put(alias.name(), alias);
            });
    List<Rule> rules = new ArrayList<>();
    tree.get().path("rules").forEach(rule -> rules.add(rule(rule)));
    return new Policy(aliases, rules, version(json));
  }

  /** Empty if it is not JSON, which the source map has said with its place. */
  static Optional<JsonNode> tree(String json) {
    try {
      return Optional.of(new ObjectMapper().readTree(json)).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Alias alias(AliasName name, JsonNode alias) {
    ResourceName resource =
        alias.has("model")
            ? new ResourceName(alias.path("model").asText())
            : ResourceName.endpoint(alias.path("endpoint").asText());
    return new Alias(
        name,
        resource,
        Json.strings(alias.path("locations")).stream().map(Location::new).toList(),
        alias.path("transport").asText("rest").equals("grpc") ? Transport.GRPC : Transport.REST);
  }

  private static Rule rule(JsonNode rule) {
    JsonNode callers = rule.path("callers");
    JsonNode allow = rule.path("allow");
    List<String> models = Json.strings(allow.path("models"));
    return new Rule(
        rule.path("name").asText(),
        new CallerCondition(
            set(callers.path("roles")),
            set(callers.path("applications")),
            set(callers.path("objects")),
            set(callers.path("groups")),
            set(callers.path("tenants")),
            set(callers.path("queues"))),
        models.stream().filter(m -> m.indexOf('/') < 0).collect(Collectors.toUnmodifiableSet()),
        OneOf.of(models.stream().filter(m -> m.indexOf('/') >= 0).toList()),
        set(allow.path("actions")),
        OneOf.of(Json.strings(allow.path("residency"))),
        Optional.of(rule.path("as"))
            .filter(JsonNode::isTextual)
            .map(a -> new ServiceAccount(a.asText())),
        TermsReader.read(rule),
        share(rule.path("jobs")),
        limits(rule.path("limits")),
        rule.path("shadow").asBoolean(),
        Optional.of(rule.path("replaces")).filter(JsonNode::isTextual).map(JsonNode::asText));
  }

  private static Share share(JsonNode jobs) {
    return new Share(
        jobs.path("concurrency").asInt(Share.DEFAULT.concurrency()),
        jobs.path("weight").asInt(Share.DEFAULT.weight()));
  }

  private static Limits limits(JsonNode limits) {
    return new Limits(
        number(limits.path("requestsPerMinute")),
        number(limits.path("tokensPerMinute")),
        number(limits.path("tokensPerDay")),
        limits.has("concurrentCalls")
            ? OptionalInt.of(limits.path("concurrentCalls").asInt())
            : OptionalInt.empty(),
        limits.path("per").asText().equals("caller"),
        limits.path("onTableDown").asText().equals("last-lease")
            ? Limits.WhenUnknown.LAST_LEASE
            : Limits.WhenUnknown.DENY,
        limits.path("shadow").asBoolean());
  }

  private static OptionalLong number(JsonNode number) {
    return number.isNumber() ? OptionalLong.of(number.asLong()) : OptionalLong.empty();
  }

  private static Set<String> set(JsonNode array) {
    return Set.copyOf(Json.strings(array));
  }

  private static String version(String json) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
