package io.github.vertexbridge.endtoend;

import io.github.vertexbridge.target.ActionTable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A policy file for tests of what comes after the policy. */
final class EveryAction {
  private EveryAction() {}

  /** Everything that the table has, on everything, where the samples are. */
  static String policy() {
    String actions =
        ActionTable.standard().rows().stream()
            .map(row -> "\"" + row.action() + "\"")
            .distinct()
            .collect(Collectors.joining(","));
    String models =
        Stream.of(
                "publishers/*/models",
                "endpoints",
                "models",
                "batchPredictionJobs",
                "customJobs",
                "hyperparameterTuningJobs",
                "trainingPipelines",
                "pipelineJobs",
                "tuningJobs",
                "cachedContents",
                "operations")
            .map(kind -> "\"" + kind + "/*\"")
            .collect(Collectors.joining(","));
    return """
        {"aliases":{"chat":{"model":"publishers/google/models/gemini-2.5-flash",
                            "locations":["europe-west4"]}},
         "rules":[{"name":"all","callers":{"roles":["Bridge.Invoke"]},
          "allow":{"models":["chat",%s],"actions":[%s],"residency":["europe-*","global"]},
          "jobs":{"serviceAccount":"%s"}}]}
        """
        .formatted(models, actions, ActionSamples.JOB_ACCOUNT);
  }
}
