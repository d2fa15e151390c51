package io.github.vertexbridge.target;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Vertex AI has and the bridge does not serve, each with the reason that callers are told. */
final class UnservedActions {
  private static final String ANY = "*";
  private static final String NOT_YET = "is not in this version of the bridge yet";
  private static final String GRPC_ONLY = "exists over gRPC only, which the bridge does not offer";
  private static final String EXPERIMENTAL = "is a preview whose form still changes: not yet";
  private static final String OPERATED =
      "changes deployed resources, which is left to your deployment tools";
  private static final String OUT_OF_SCOPE =
      "is outside of what the bridge is for: inference, batch, tuning and training";

  /** A reason for a method and shape. */
  private record Row(String method, PathShape shape, String why) {
    boolean matches(String actualMethod, List<String> path, Optional<String> verb) {
      return (method.equals(ANY) || method.equals(actualMethod)) && shape.matches(path, verb);
    }
  }

  private static final List<Row> ROWS =
      Stream.of(
              // The OpenAI-compatible endpoint takes its model from the body.
              rows("POST", NOT_YET, "endpoints/openapi/embeddings"),
              rows(
                  ANY,
                  "takes its model from the body and has no action of this name",
                  "endpoints/openapi:*"),
              rows(
                  ANY,
                  EXPERIMENTAL,
                  "endpoints/openapi/completions",
                  "endpoints/openapi/responses/**:*",
                  "interactions/**:*"),
              rows(
                  ANY,
                  "hands the rest of the path to the model's container, where no rule can see it",
                  "endpoints/*/invoke/**:*",
                  "publishers/*/models/*/invoke/**:*"),
              // Inference.
              both("serverStreamingPredict", NOT_YET),
              rows("POST", "exists on publisher models only", "endpoints/*:embedContent"),
              rows("POST", "exists on endpoints only", "publishers/*/models/*:explain"),
              rows("POST", NOT_YET, "endpoints/*:directPredict", "endpoints/*:directRawPredict"),
              both("streamingPredict", GRPC_ONLY),
              both("streamingRawPredict", GRPC_ONLY),
              both("streamDirectPredict", GRPC_ONLY),
              both("streamDirectRawPredict", GRPC_ONLY),
              rows(
                  ANY,
                  OPERATED,
                  "publishers/*/models/*:setPublisherModelConfig",
                  "publishers/*/models/*:fetchPublisherModelConfig"),
              rows(
                  ANY,
                  "does not exist there: long-running predictions are read with"
                      + " fetchPredictOperation",
                  "publishers/*/models/*/operations/**:*"),
              // Jobs, caches and operations.
              rows(
                  "POST",
                  "acts on many jobs at once, which no rule can decide",
                  "pipelineJobs:batchCancel",
                  "pipelineJobs:batchDelete"),
              rows(
                  "POST",
                  EXPERIMENTAL,
                  "tuningJobs:rebaseTunedModel",
                  "tuningJobs:optimizePrompt",
                  "tuningJobs:validateReinforcementTuningReward"),
              rows("DELETE", "does not exist in Vertex AI: tuning jobs stay", "tuningJobs/*"),
              // Reads of models and endpoints are served; their writes are not.
              rows("POST", NOT_YET, "operations/*:wait", "*/*/operations/*:wait"),
              rows("DELETE", NOT_YET, "operations/*", "*/*/operations/*"),
              rows(
                  "POST",
                  OPERATED,
                  "endpoints",
                  "endpoints/*:update",
                  "endpoints/*:deployModel",
                  "endpoints/*:undeployModel",
                  "endpoints/*:mutateDeployedModel",
                  "models",
                  "models:upload",
                  "models:copy",
                  "models/*:export",
                  "models/*:mergeVersionAliases",
                  "models/*:updateExplanationDataset"),
              rows("PATCH", OPERATED, "endpoints/*", "models/*"),
              rows("DELETE", OPERATED, "endpoints/*", "models/*", "models/*:deleteVersion"),
              rows(
                  ANY,
                  OUT_OF_SCOPE,
                  "ragCorpora/**:*",
                  "reasoningEngines/**:*",
                  "sessions/**:*",
                  "schedules/**:*",
                  "datasets/**:*",
                  "featurestores/**:*",
                  "featureOnlineStores/**:*",
                  "indexes/**:*",
                  "indexEndpoints/**:*",
                  "tensorboards/**:*",
                  "metadataStores/**:*"))
          .flatMap(List::stream)
          .toList();

  private UnservedActions() {}

  /** Why this is not served; empty if nothing is known about it. */
  static Optional<String> why(String method, List<String> path, Optional<String> verb) {
    return ROWS.stream().filter(r -> r.matches(method, path, verb)).map(Row::why).findFirst();
  }

  /** Whether only the case of the fixed words keeps these segments from being known. */
  static boolean isMiscased(List<String> path) {
    return ROWS.stream().anyMatch(r -> r.shape().isMiscasedResource(path));
  }

  private static List<Row> both(String verb, String why) {
    return rows("POST", why, "publishers/*/models/*:" + verb, "endpoints/*:" + verb);
  }

  private static List<Row> rows(String method, String why, String... shapes) {
    return Stream.of(shapes).map(s -> new Row(method, PathShape.of(s), why)).toList();
  }
}
