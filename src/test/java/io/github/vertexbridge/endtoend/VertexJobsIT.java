package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.vertexbridge.endtoend.RunningBridge.Reply;
import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of Vertex AI as jobs of ours, and calls that become jobs because their caller asked. */
class VertexJobsIT {
  private static final String POLICY =
      """
      {
        "aliases": {
          "chat": { "model": "publishers/google/models/gemini-2.5-flash", "locations": ["europe-west4"] }
        },
        "rules": [
          { "name": "patient",
            "callers": { "roles": ["Bridge.Invoke"] },
            "allow": { "models": ["chat"], "actions": ["generateContent"], "residency": ["europe-*"] },
            "async": true },
          { "name": "batches",
            "callers": { "roles": ["Bridge.Invoke"] },
            "allow": {
              "models": ["publishers/google/models/gemini-2.5-flash"],
              "actions": ["generateContent", "batchPredictionJobs.create"],
              "residency": ["europe-*"] } }
        ]
      }
      """;
  private static final String BATCH =
      "{\"kind\":\"batchPrediction\",\"location\":\"europe-west4\",\"notify\":true,\"body\":"
          + ActionSamples.BATCH_JOB
          + "}";

  private static RunningBridge bridge;
  private static JobClient client;
  private static String good;
  private static String bad;

  /** Both batches begin here: reminders come half a minute later. */
  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    Path policy = Files.writeString(directory.resolve("policy.json"), POLICY);
    bridge =
        RunningBridge.start(
                "vertex-jobs",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD
                    .withQueues()
                    .with("BRIDGE_POLICY", policy.toString()))
            .ready();
    client = new JobClient(bridge);
    bridge
        .sandbox()
        .putObject(
            "gs://vertex-sandbox-data/in.jsonl",
            ("{\"request\":" + RunningBridge.HELLO + "}\n").getBytes(StandardCharsets.UTF_8));
    good = submit("batch", BATCH);
    bad = submit("bad-batch", BATCH.replace("in.jsonl", "missing.jsonl"));
  }

  private static String submit(String key, String json) {
    Reply accepted = client.submit(key, json);
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    return accepted.json().get("id").getAsString();
  }

  @AfterAll
  static void stop() {
    if (bridge != null) {
      bridge.close();
    }
  }

  @AfterEach
  void mend() {
    bridge.sandbox().faults().clear();
  }

  @Test
  void submit_whenItIsABatch_thenItIsMadeOnceFollowedAndItsOutputKnown() throws Exception {
    bridge.queues().queue("vertex-requests").sendMessage(good); // a duplicate makes no second one

    JsonObject done = client.ended(good);

    assertThat(JobClient.state(done)).as(done.toString()).isEqualTo("succeeded");
    assertThat(done.getAsJsonObject("vertexJob").get("name").getAsString())
        .contains("/batchPredictionJobs/");
    assertThat(done.getAsJsonObject("vertexJob").get("output").getAsString()).startsWith("gs://");
    Reply result = client.get("/bridge/jobs/" + good + "/result");
    assertThat(result.json().get("displayName").getAsString()).isEqualTo("vb-" + good);
    assertThat(new QueueMessages(bridge.queues()).result(good).get("state").getAsString())
        .isEqualTo("succeeded");
  }

  @Test
  void submit_whenTheBatchFails_thenVertexsWordsAreTheCause() {
    JsonObject failed = client.ended(bad);

    assertThat(JobClient.state(failed)).isEqualTo("failed");
    JsonObject failure = failed.getAsJsonObject("failure");
    assertThat(failure.get("code").getAsString()).isEqualTo("VERTEX_JOB_FAILED");
    assertThat(failure.get("seen").getAsString()).contains("missing.jsonl");
  }

  @Test
  void cancel_whenItRunsAtVertex_thenItEndsThere() {
    String id = submit("cancelled-batch", BATCH);
    bridge.until(() -> client.get("/bridge/jobs/" + id), reply -> reply.json().has("vertexJob"));

    JsonObject asked = client.delete("/bridge/jobs/" + id).json();

    assertThat(asked.get("cancelRequested").getAsBoolean()).isTrue();
    assertThat(JobClient.state(client.ended(id))).isEqualTo("cancelled");
  }

  private static Reply predict(String prefer, String key) {
    return bridge.send(
        bridge
            .request("/bridge/predict/chat")
            .header("Authorization", "Bearer " + bridge.token())
            .header("Prefer", prefer)
            .header("Idempotency-Key", key),
        RunningBridge.HELLO);
  }

  @Test
  void call_whenAJobIsPreferred_thenOnlyIfTheAnswerTakesLong() {
    Reply quick = predict("respond-async", "quick");
    assertThat(quick.status()).as(quick.body()).isEqualTo(200);

    Reply atOnce = predict("respond-async, wait=0", "at-once");
    assertThat(atOnce.status()).as(atOnce.body()).isEqualTo(202);
    assertThat(atOnce.header("preference-applied")).isEqualTo("respond-async");
    assertThat(JobClient.state(client.ended(atOnce.json().get("id").getAsString())))
        .isEqualTo("succeeded");

    bridge.sandbox().faults().add("vertex", Fault.status(429, "", Map.of("Retry-After", "30")), 1);
    Reply throttled = predict("respond-async", "throttled");
    assertThat(throttled.status()).as(throttled.body()).isEqualTo(202);
    Reply again = predict("respond-async", "throttled");
    assertThat(again.json().get("id")).isEqualTo(throttled.json().get("id"));
  }

  @Test
  void call_whenNobodyAskedOrTheRuleDoesNotLet_thenNeverA202() {
    bridge
        .sandbox()
        .faults()
        .untilCleared("vertex", Fault.status(429, "", Map.of("Retry-After", "30")));

    Reply unasked = bridge.post("/bridge/predict/chat", RunningBridge.HELLO);
    Reply unallowed =
        bridge.send(
            bridge
                .request(RunningBridge.MODEL + ":generateContent")
                .header("Authorization", "Bearer " + bridge.token())
                .header("Prefer", "respond-async, wait=0"),
            RunningBridge.HELLO);

    assertThat(unasked.status()).isEqualTo(429);
    assertThat(unallowed.status()).isEqualTo(429);
  }
}
