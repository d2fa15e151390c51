package io.github.vertexbridge.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertexbridge.call.CapacityClass;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Terms;
import io.github.vertexbridge.call.Terms.ModelArmor;
import io.github.vertexbridge.call.Terms.SafetySetting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a rule demands of the calls that it allows. */
final class TermsReader {
  private static final String TOOL = "tools.";

  private TermsReader() {}

  static Terms read(JsonNode rule) {
    JsonNode guards = rule.path("guards");
    JsonNode most = rule.path("limits").path("maxOutputTokens");
    List<String> forbidden = Json.strings(guards.path("forbid"));
    List<SafetySetting> floor = new ArrayList<>();
    texts(guards.path("safetySettings")).forEach((c, t) -> floor.add(new SafetySetting(c, t)));
    return new Terms(
        most.isInt() ? OptionalInt.of(most.intValue()) : OptionalInt.empty(),
        floor,
        Optional.of(guards.path("modelArmor"))
            .filter(JsonNode::isObject)
            .map(armor -> new ModelArmor(text(armor, "prompt"), text(armor, "response"))),
        texts(rule.path("labels")),
        forbidden.stream().filter(name -> !isTool(name)).collect(Collectors.toSet()),
        tools(forbidden),
        Json.strings(guards.path("data")).stream().map(TermsReader::withoutSlash).toList(),
        text(rule.path("jobs"), "serviceAccount").map(ServiceAccount::new),
        text(rule, "capacity").map(name -> CapacityClass.valueOf(name.toUpperCase(Locale.ROOT))),
        Optional.of(rule.path("deadline"))
            .filter(JsonNode::isInt)
            .map(seconds -> Duration.ofSeconds(seconds.intValue())),
        rule.path("async").asBoolean());
  }

  private static boolean isTool(String name) {
    return name.startsWith(TOOL);
  }

  private static Set<String> tools(List<String> forbidden) {
    return forbidden.stream()
        .filter(TermsReader::isTool)
        .map(name -> name.substring(TOOL.length()))
        .collect(Collectors.toSet());
  }

  private static String withoutSlash(String location) {
    return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
  }

  private static Optional<String> text(JsonNode object, String name) {
    return Optional.of(object.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.fields().forEachRemaining(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
