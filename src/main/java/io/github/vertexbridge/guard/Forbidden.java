package io.github.vertexbridge.guard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses members and kinds of tools that the rule forbids, wherever each format of requests writes
 * them. What a rule names is Vertex AI's own name, in camelCase.
 */
final class Forbidden {
  private static final String FUNCTIONS = "functionDeclarations";

  /** Where each forbidden member is: {@code GenerateContentRequest} and its like. */
  private static final Map<String, List<String>> GEMINI =
      Map.of(
          "cachedContent", List.of("cachedContent"),
          "thinkingConfig", List.of("generationConfig/thinkingConfig"),
          "routingConfig", List.of("generationConfig/routingConfig"),
          "tools", List.of("tools"));

  /** Source: "Using OpenAI libraries", parameters and {@code extra_body}. */
  private static final Map<String, List<String>> CHAT =
      Map.of(
          "cachedContent", List.of("extra_body/google/cached_content", "google/cached_content"),
          "thinkingConfig",
              List.of(
                  "extra_body/google/thinking_config",
                  "google/thinking_config",
                  "reasoning_effort"),
          "tools",
              List.of(
                  "tools",
                  "functions",
                  "web_search_options",
                  "extra_body/google/tools",
                  "google/tools"));

  /** Source: Anthropic's Messages API. */
  private static final Map<String, List<String>> ANTHROPIC =
      Map.of("thinkingConfig", List.of("thinking"), "tools", List.of("tools", "mcp_servers"));

  /** Anthropic's own tools, whose types end with a date, and Google's for the same. */
  private static final Map<String, String> ANTHROPIC_TYPES =
      Map.of(
          "web_search", "googleSearch",
          "web_fetch", "urlContext",
          "code_execution", "codeExecution",
          "computer", "computerUse",
          "mcp_toolset", "mcpServers");

  private Forbidden() {}

  static void gemini(Request request) {
    refuseMembers(request, GEMINI);
    refuseTools(request, "tools");
  }

  static void chat(Request request) {
    refuseMembers(request, CHAT);
    refuseTools(request, "extra_body/google/tools");
    refuseTools(request, "google/tools");
    refuseTools(request, "tools");
    refuseIf(request, FUNCTIONS, "functions");
    refuseIf(request, "googleSearch", "web_search_options");
    if (forbids(request, FUNCTIONS)) {
      for (Value tool : elements(request, "tools")) {
        tool.members().at("function").ifPresent(found -> refuse(found.path()));
      }
    }
  }

  static void anthropic(Request request) {
    refuseMembers(request, ANTHROPIC);
    refuseIf(request, "mcpServers", "mcp_servers");
    if (request.terms().forbiddenTools().isEmpty()) {
      return;
    }
    for (Value tool : elements(request, "tools")) {
      Optional<Value> type = tool.members().at("type");
      if (forbids(request, kindOf(type.map(Value::string).orElse("custom")))) {
        refuse(type.orElse(tool).path());
      }
    }
  }

  private static String kindOf(String type) {
    return ANTHROPIC_TYPES.entrySet().stream()
        .filter(known -> type.startsWith(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(FUNCTIONS); // the caller's own, and those that the caller carries out
  }

  private static void refuseMembers(Request request, Map<String, List<String>> places) {
    for (String name : request.terms().forbiddenFields()) {
      for (String place : places.getOrDefault(name, List.of())) {
        request.members().at(place).ifPresent(found -> refuse(found.path()));
      }
    }
  }

  private static void refuseIf(Request request, String kind, String place) {
    if (forbids(request, kind)) {
      request.members().at(place).ifPresent(found -> refuse(found.path()));
    }
  }

  /** {@code Tool} of {@code tool.proto}: what is set in it is what it is. */
  private static void refuseTools(Request request, String place) {
    Set<String> kinds = request.terms().forbiddenTools();
    if (kinds.isEmpty()) {
      return;
    }
    for (Value tool : elements(request, place)) {
      Members members = tool.members();
      kinds.forEach(kind -> members.at(kind).ifPresent(found -> refuse(found.path())));
    }
  }

  private static List<Value> elements(Request request, String place) {
    return request.members().at(place).map(Value::elements).orElse(List.of());
  }

  private static boolean forbids(Request request, String kind) {
    return request.terms().forbiddenTools().contains(kind);
  }

  private static void refuse(String path) {
    throw Refusals.notAllowed(
        path, "is forbidden by the rule that allows this call", "Leave it out.");
  }
}
