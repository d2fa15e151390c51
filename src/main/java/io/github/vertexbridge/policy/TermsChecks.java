package io.github.vertexbridge.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of a rule's terms does not go together. */
final class TermsChecks {
  private static final Set<String> RUN_CODE =
      Set.of(
          "customJobs.create",
          "hyperparameterTuningJobs.create",
          "trainingPipelines.create",
          "pipelineJobs.create");

  /** Classes of capacity that Vertex AI has on {@code global} only: "Priority", "Flex PayGo". */
  private static final Set<String> GLOBAL_ONLY = Set.of("priority", "flex");

  private TermsChecks() {}

  /**
   * @param at where the rule stands, a JSON pointer
   */
  static List<PolicyProblem> check(String at, JsonNode rule, SourceMap source) {
    List<PolicyProblem> problems = new ArrayList<>();
    JsonNode guards = rule.path("guards");
    if (guards.has("safetySettings") && guards.has("modelArmor")) {
      problems.add(
          source.problem(
              at + "/guards",
              "give safetySettings or modelArmor, not both: Vertex AI takes one or the other"));
    }
    List<String> residency = Json.strings(rule.path("allow").path("residency"));
    String capacity = rule.path("capacity").asText();
    if (GLOBAL_ONLY.contains(capacity) && !residency.equals(List.of("global"))) {
      problems.add(
          source.problem(
              at + "/capacity",
              capacity + " exists on global only: the rule's residency must be [\"global\"]"));
    }
    List<String> actions = Json.strings(rule.path("allow").path("actions"));
    for (int i = 0; i < actions.size(); i++) {
      if (RUN_CODE.contains(actions.get(i)) && !rule.path("jobs").has("serviceAccount")) {
        problems.add(
            source.problem(
                at + "/allow/actions/" + i,
                "such a job runs code: name the account that it runs as in jobs.serviceAccount"));
      }
    }
    if (rule.has("jobs") && actions.stream().noneMatch(TermsChecks::startsJob)) {
      problems.add(source.problem(at + "/jobs", "no action of this rule starts a job"));
    }
    return problems;
  }

  private static boolean startsJob(String action) {
    return action.endsWith(".create") && !action.startsWith("cachedContents.");
  }
}
