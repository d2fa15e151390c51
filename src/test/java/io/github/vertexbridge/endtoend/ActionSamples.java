package io.github.vertexbridge.endtoend;

import io.github.vertexbridge.target.ActionRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request for each row of the action table, as a client sends it to the sandbox. {@code {id}}
 * stands for the id of a resource of the row's kind that was created just before.
 */
final class ActionSamples {
  static final String PROJECT = "projects/vertex-sandbox/locations/europe-west4/";
  private static final String WEST4 = "europe-west4";
  private static final String FLASH = "publishers/google/models/gemini-2.5-flash";
  private static final String VEO = "publishers/google/models/veo-3.0-generate-001";
  private static final String CONTENTS =
      "{\"contents\": [{\"role\":\"user\",\"parts\":[{\"text\":\"hello over there\"}]}]}";
  private static final String FLOWERS = "{\"instances\":[[5.1,3.5,1.4,0.2]]}";
  private static final String CHAT =
      "{\"model\":\"google/gemini-2.5-flash\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  /** As what jobs run: with it, and with a name, a job's body is not edited. */
  static final String JOB_ACCOUNT = "vertex-jobs@vertex-sandbox.iam.gserviceaccount.com";

  private static final String AS = "\"serviceAccount\":\"" + JOB_ACCOUNT + "\"";
  private static final String RUNS = "{" + AS + ",\"workerPoolSpecs\":[{\"replicaCount\":\"1\"}]}}";
  static final String CUSTOM_JOB = "{\"displayName\":\"j\",\"jobSpec\":" + RUNS;
  private static final String STUDY =
      "{\"displayName\":\"j\",\"maxTrialCount\":1,\"parallelTrialCount\":1,\"studySpec\":{\"metrics\":"
          + "[{\"metricId\":\"m\",\"goal\":\"MAXIMIZE\"}],\"parameters\":[{\"parameterId\":\"p\","
          + "\"doubleValueSpec\":{\"minValue\":0,\"maxValue\":1}}]},\"trialJobSpec\":"
          + RUNS;
  static final String BATCH_JOB =
      "{\"displayName\":\"j\",\"model\":\""
          + FLASH
          + "\",\"inputConfig\":{\"instancesFormat\":\"jsonl\",\"gcsSource\":{\"uris\":"
          + "[\"gs://vertex-sandbox-data/in.jsonl\"]}},\"outputConfig\":{\"predictionsFormat\":\"jsonl\","
          + "\"gcsDestination\":{\"outputUriPrefix\":\"gs://vertex-sandbox-data/out\"}}}";

  /**
   * A request.
   *
   * @param location where it is served
   * @param path below {@code projects/P/locations/L/}, or below the version where there is no
   *     project
   * @param query without the question mark
   * @param body empty for none
   */
  record Sample(String location, String path, String query, String body) {}

  private final Map<String, Sample> samples = new HashMap<>();

  ActionSamples() {
    model("generateContent", FLASH, CONTENTS);
    model("streamGenerateContent", FLASH, CONTENTS);
    model("countTokens", FLASH, CONTENTS);
    model("computeTokens", FLASH, CONTENTS);
    add(
        "POST publishers/*/models/*:embedContent",
        "publishers/google/models/gemini-embedding-2:embedContent",
        "{\"content\":{\"parts\":[{\"text\":\"two words\"}]}}");
    add(
        "POST publishers/*/models/*:predict",
        "publishers/google/models/text-embedding-005:predict",
        "{\"instances\":[{\"content\":\"two words\"}]}");
    add("POST endpoints/*:predict", "endpoints/1234567890:predict", FLOWERS);
    add("POST endpoints/*:rawPredict", "endpoints/1234567890:rawPredict", "[ \"any\" ]");
    add("POST endpoints/*:streamRawPredict", "endpoints/1234567890:streamRawPredict", "[1,\n2]");
    String claude = "publishers/anthropic/models/claude-sonnet-4-5@20250929:";
    String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":9}";
    west1(
        "POST publishers/anthropic/models/count-tokens:rawPredict",
        "publishers/anthropic/models/count-tokens:rawPredict",
        "{\"model\":\"claude-sonnet-4-5@20250929\"," + messages);
    west1("POST publishers/*/models/*:rawPredict", claude + "rawPredict", "{" + messages);
    west1(
        "POST publishers/*/models/*:streamRawPredict",
        claude + "streamRawPredict",
        "{\"stream\":true," + messages);
    add("POST endpoints/*:explain", "endpoints/1234567890:explain", FLOWERS);
    String video = "{\"instances\":[{\"prompt\":\"a cat\"}]}";
    add("POST publishers/*/models/*:predictLongRunning", VEO + ":predictLongRunning", video);
    add("POST endpoints/*:predictLongRunning", "endpoints/5647382910:predictLongRunning", video);
    add(
        "POST publishers/*/models/*:fetchPredictOperation",
        VEO + ":fetchPredictOperation",
        "{\"operationName\":\"" + PROJECT + VEO + "/operations/{id}\"}");
    add(
        "POST endpoints/*:fetchPredictOperation",
        "endpoints/5647382910:fetchPredictOperation",
        "{\"operationName\":\"" + PROJECT + "endpoints/5647382910/operations/{id}\"}");
    add("POST endpoints/openapi/chat/completions", "endpoints/openapi/chat/completions", CHAT);
    add("POST endpoints/*/chat/completions", "endpoints/9876543210/chat/completions", CHAT);

    job("batchPredictionJobs", BATCH_JOB);
    job("customJobs", CUSTOM_JOB);
    job("hyperparameterTuningJobs", STUDY);
    job(
        "trainingPipelines",
        "{\"displayName\":\"j\",\"trainingTaskDefinition\":\"gs://d\",\"trainingTaskInputs\":{"
            + AS
            + "}}");
    job("pipelineJobs", "{\"displayName\":\"j\",\"templateUri\":\"https://t\"," + AS + "}");
    job(
        "tuningJobs",
        "{\"baseModel\":\"gemini-2.5-flash\",\"tunedModelDisplayName\":\"j\",\"supervisedTuningSpec\":"
            + "{\"trainingDatasetUri\":\"gs://vertex-sandbox-data/t.jsonl\"},"
            + AS
            + "}");
    job("cachedContents", "{\"model\":\"" + PROJECT + FLASH + "\",\"ttl\":\"60s\"}");
    add("PATCH cachedContents/*", "cachedContents/{id}", "{\"ttl\":\"120s\"}");

    add("GET endpoints", "endpoints", "");
    add("GET endpoints/*", "endpoints/1234567890", "");
    samples.put("GET models", new Sample(WEST4, "models", "pageSize=1", ""));
    add("GET models/*", "models/3344556677", "");
    add("GET models/*:listVersions", "models/3344556677:listVersions", "");
    add("GET models/*:listCheckpoints", "models/3344556677:listCheckpoints", "");
    add("GET publishers/*/models/*", FLASH, "");
    add("GET publishers/*/models", "publishers/google/models", "");
  }

  Optional<Sample> of(ActionRow row) {
    String key = row.method() + " " + row.shape();
    if (row.action().value().startsWith("operations.")) {
      // The sandbox makes operations for whatever parent: their ids come from elsewhere.
      String path = row.shape().toString().replace("*/operations", "1/operations");
      return Optional.of(new Sample(WEST4, path.replace("*", "{id}"), "", ""));
    }
    return Optional.ofNullable(samples.get(key));
  }

  private void model(String action, String model, String body) {
    add("POST publishers/*/models/*:" + action, model + ":" + action, body);
    add("POST endpoints/*:" + action, "endpoints/9876543210:" + action, body);
  }

  private void job(String kind, String body) {
    add("POST " + kind, kind, body);
    add("GET " + kind, kind, "");
    add("GET " + kind + "/*", kind + "/{id}", "");
    add("POST " + kind + "/*:cancel", kind + "/{id}:cancel", "{}");
    add("DELETE " + kind + "/*", kind + "/{id}", "{}");
  }

  private void west1(String row, String path, String body) {
    samples.put(row, new Sample("europe-west1", path, "", body));
  }

  private void add(String row, String path, String body) {
    samples.put(row, new Sample(WEST4, path, "", body));
  }
}
