package io.github.vertexbridge.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ObjectId;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.TenantId;
import io.github.vertexbridge.call.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * "May this caller do that?", from an operator or from the line that a call left.
 *
 * @param caller who
 * @param action what is asked
 * @param alias the alias that it is called by, if any
 * @param model what is called; not needed with an alias
 * @param location where; empty: in the alias's first location
 */
public record Question(
    Caller caller,
    ActionName action,
    Optional<AliasName> alias,
    Optional<ResourceName> model,
    Optional<Location> location) {

  /** How a caller and a call are written in words. */
  public static final String USAGE =
      "A caller is written as application=ID,role=NAME,… (object, group, tenant, or queue=NAME"
          + " alone), a call as ACTION MODEL LOCATION or ACTION ALIAS.";

  /** Decisions do not depend on it: there is one project. */
  private static final ProjectId PROJECT = new ProjectId("any-project");

  /**
   * Reads words such as {@code role=Bridge.Invoke} and {@code generateContent chat}.
   *
   * @throws IllegalArgumentException with a sentence for people
   */
  public static Question of(String caller, String call) {
    String[] words = call.strip().split("\\s+");
    if (words.length < 2 || words.length > 3) {
      throw new IllegalArgumentException(
          "'" + call + "' is no call: write ACTION MODEL LOCATION or ACTION ALIAS.");
    }
    boolean alias = words[1].indexOf('/') < 0;
    return checked(
        caller(caller),
        read("action", words[0], ActionName::parse),
        alias ? Optional.of(read("alias", words[1], AliasName::parse)) : Optional.empty(),
        alias ? Optional.empty() : Optional.of(read("model", words[1], ResourceName::parse)),
        words.length < 3
            ? Optional.empty()
            : Optional.of(read("location", words[2], Location::parse)));
  }

  /**
   * Reads JSON in the form of a call's line: {@code {"appid","oid","tid","roles","groups","queue"}}
   * and {@code {"action","alias","model","location"}}.
   *
   * @throws IllegalArgumentException with a sentence for people
   */
  public static Question of(JsonNode caller, JsonNode call) {
    return checked(
        caller(caller),
        text(call, "action")
            .map(action -> read("action", action, ActionName::parse))
            .orElseThrow(() -> new IllegalArgumentException("The call has no action.")),
        text(call, "alias").map(alias -> read("alias", alias, AliasName::parse)),
        text(call, "model").map(model -> read("model", model, ResourceName::parse)),
        text(call, "location").map(place -> read("location", place, Location::parse)));
  }

  private static Question checked(
      Caller caller,
      ActionName action,
      Optional<AliasName> alias,
      Optional<ResourceName> model,
      Optional<Location> location) {
    if (alias.isEmpty() && (model.isEmpty() || location.isEmpty())) {
      throw new IllegalArgumentException("A call without an alias needs a model and a location.");
    }
    return new Question(caller, action, alias, model, location);
  }

  /** What a policy answers, with its reasons. */
  public Explanation ask(Policy policy) {
    Optional<Alias> known = alias.flatMap(policy::alias);
    if (alias.isPresent() && known.isEmpty()) {
      return Explanation.unknownAlias(policy.version(), alias.get());
    }
    Location where =
        known
            .map(Alias::locations)
            .filter(all -> location.isEmpty() || !all.contains(location.get()))
            .map(all -> all.get(0))
            .or(() -> location)
            .orElseThrow();
    ResourceName what = known.map(Alias::resource).or(() -> model).orElseThrow();
    Target target = new Target(ApiVersion.V1, PROJECT, where, what, action, what, Transport.REST);
    return policy.explain(caller, target, alias);
  }

  /** For people: who asks for what. */
  public String label() {
    return caller.label()
        + " "
        + action
        + " "
        + alias.map(AliasName::value).or(() -> model.map(ResourceName::value)).orElse("?")
        + location.map(l -> " " + l).orElse("");
  }

  private static Caller caller(String words) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (String word : words.strip().split("[,\\s]+")) {
      String[] parts = word.split("=", 2);
      if (parts.length < 2 || parts[1].isEmpty()) {
        throw new IllegalArgumentException("'" + word + "' is no part of a caller. " + USAGE);
      }
      given.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
    }
    return caller(given);
  }

  private static Caller caller(JsonNode json) {
    Map<String, List<String>> given = new HashMap<>();
    json.fields()
        .forEachRemaining(
            member ->
                given.put(
                    member.getKey(),
                    member.getValue().isArray()
                        ? Json.strings(member.getValue())
                        : List.of(member.getValue().asText())));
    return caller(given);
  }

  private static Caller caller(Map<String, List<String>> given) {
    Map<String, List<String>> left = new LinkedHashMap<>(given);
    List<String> queues = take(left, "queue");
    List<String> kinds = take(left, "kind");
    List<String> objects = take(left, "object", "oid");
    List<String> applications = take(left, "application", "app", "appid");
    List<String> tenants = take(left, "tenant", "tid");
    List<String> roles = take(left, "role", "roles");
    List<String> groups = take(left, "group", "groups");
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + left.keySet().iterator().next() + "' is no part of a caller. " + USAGE);
    }
    if (!queues.isEmpty()) {
      return Caller.ofQueue(one("queue", queues).orElseThrow());
    }
    return new Caller(
        kinds.contains("user") ? Caller.Kind.USER : Caller.Kind.APPLICATION,
        one("tenant", tenants).map(id -> read("tenant", id, TenantId::parse)),
        one("object", objects).map(id -> read("object", id, ObjectId::parse)),
        one("application", applications).map(id -> read("application", id, ClientId::parse)),
        Set.copyOf(roles),
        Set.copyOf(groups),
        Optional.empty());
  }

  private static List<String> take(Map<String, List<String>> from, String... names) {
    List<String> values = new ArrayList<>();
    for (String name : names) {
      List<String> found = from.remove(name);
      values.addAll(found == null ? List.of() : found);
    }
    return values;
  }

  private static Optional<String> one(String name, List<String> values) {
    if (values.size() > 1) {
      throw new IllegalArgumentException("A caller has one " + name + " at most.");
    }
    return values.stream().findFirst().map(value -> value.toLowerCase(Locale.ROOT));
  }

  private static <T> T read(String what, String text, Function<String, Optional<T>> parser) {
    return parser
        .apply(text)
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no " + what + "."));
  }

  private static Optional<String> text(JsonNode object, String name) {
    return Optional.of(object.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }
}
