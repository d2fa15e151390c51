package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.vertexbridge.endtoend.RunningBridge.Reply;
import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs over HTTP, in the staged app. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JobsIT {
  private static final String UNKNOWN = "0123456789012345678901234567890123456789";
  private static RunningBridge bridge;
  private static JobClient client;

  @TempDir static Path directory;

  @BeforeAll
  static void start() throws Exception {
    bridge =
        RunningBridge.start(
                "jobs",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD.withQueues().with("BRIDGE_JOBS_ATTEMPTS", "2"))
            .ready();
    client = new JobClient(bridge);
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
  void submit_thenItRunsAndItsResultIsVertexsUnderItsCorrelationId() {
    Reply accepted =
        client.submit(
            "life-of-a-job",
            "{\"kind\":\"call\",\"path\":\""
                + RunningBridge.MODEL
                + ":generateContent\",\"body\":"
                + RunningBridge.HELLO
                + "}");

    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    assertThat(accepted.header("retry-after")).isEqualTo("2");
    String id = accepted.json().get("id").getAsString();
    assertThat(accepted.header("location")).isEqualTo("/bridge/jobs/" + id);
    JsonObject job = client.ended(id);
    Reply result = client.get("/bridge/jobs/" + id + "/result");

    assertThat(JobClient.state(job)).as(job.toString()).isEqualTo("succeeded");
    assertThat(job.get("attempts").getAsInt()).isEqualTo(1);
    assertThat(job.getAsJsonObject("admitted").get("rule").getAsString()).isEqualTo("invoke-role");
    assertThat(job.getAsJsonObject("ran").get("rule").getAsString()).isEqualTo("invoke-role");
    assertThat(result.status()).isEqualTo(200);
    assertThat(result.body()).contains("candidates");
    assertThat(client.vertexCalls()).containsEntry(JobClient.correlationId("life-of-a-job"), 1);
    Reply again =
        client.submit(
            "life-of-a-job",
            "{\"kind\":\"call\",\"path\":\""
                + RunningBridge.MODEL
                + ":generateContent\",\"body\":"
                + RunningBridge.HELLO
                + "}");
    assertThat(again.json().get("id").getAsString()).isEqualTo(id);
    assertThat(JobClient.state(again.json())).isEqualTo("succeeded");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "key-1 | {\"kind\":\"nonsense\",\"body\":{}}                                | 400 | JOB_KIND_UNKNOWN",
        "k\"1 | {\"kind\":\"call\",\"alias\":\"chat\",\"body\":{\"contents\":[]}}  | 400 | IDEMPOTENCY_KEY_INVALID",
        "key-1 | {\"kind\":\"call\",\"body\":{}}                                    | 400 | FIELD_INVALID",
        "key-1 | {\"kind\":\"call\",\"alias\":\"chat\",\"body\":{},\"more\":1}      | 400 | FIELD_INVALID",
        "key-1 | {\"kind\":\"call\",\"alias\":\"nobody\",\"body\":{\"contents\":[]}} | 404 | ALIAS_UNKNOWN",
        "key-1 | {\"kind\":\"call\",\"path\":\"/v1/nonsense\",\"body\":{}}            | 404 | PATH_UNKNOWN",
        "key-1 | {\"kind\":\"call\",\"alias\":\"chat\",\"action\":\"customJobs.create\",\"body\":{}} | 400 | FIELD_INVALID",
        "key-1 | not json                                                         | 400 | BODY_NOT_JSON",
      })
  void submit_whenWrong_thenTyped(String key, String body, int status, String reason) {
    Reply reply = client.submit(key.strip(), body.strip());

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.reason()).isEqualTo(reason);
  }

  @Test
  void submit_whenThereIsNoKey_thenTypedAndTheBodyMayHaveIt() {
    String job = "{\"kind\":\"call\",\"alias\":\"chat\",\"body\":" + RunningBridge.HELLO;

    Reply without = bridge.post("/bridge/jobs", job + "}");
    Reply with = bridge.post("/bridge/jobs", job + ",\"idempotencyKey\":\"in-the-body\"}");
    Reply reused =
        bridge.post(
            "/bridge/jobs",
            job.replace("hello", "changed") + ",\"idempotencyKey\":\"in-the-body\"}");

    assertThat(without.reason()).isEqualTo("IDEMPOTENCY_KEY_INVALID");
    assertThat(with.status()).as(with.body()).isEqualTo(202);
    assertThat(reused.status()).isEqualTo(422);
    assertThat(reused.reason()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void submit_whenOversize_thenItsLimitIsNamed() {
    String large = "x".repeat(21 * 1024 * 1024);
    Reply reply =
        client.submit("large", "{\"kind\":\"call\",\"alias\":\"chat\",\"body\":\"" + large + "\"}");

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.body()).contains("20971520");
  }

  @Test
  void read_whenItIsAnothersOrNone_thenTheSame404() {
    String id = client.submit("mine");
    JobClient other = new JobClient(bridge, "operator-app");

    for (Reply reply :
        new Reply[] {
          other.get("/bridge/jobs/" + id),
          other.get("/bridge/jobs/" + id + "/result"),
          other.delete("/bridge/jobs/" + id),
          other.get("/bridge/jobs/" + UNKNOWN),
          other.get("/bridge/jobs/x")
        }) {
      assertThat(reply.status()).as(reply.body()).isEqualTo(404);
      assertThat(reply.reason()).isEqualTo("JOB_UNKNOWN");
    }
    assertThat(client.operate("GET", "/bridge/jobs/" + id).status()).isEqualTo(200);
  }

  @Test
  void list_thenOnesOwnAndForOperatorsAll() {
    client.submit("listed");
    JobClient other = new JobClient(bridge, "operator-app");

    Reply mine = client.get("/bridge/jobs?pageSize=1");
    Reply next =
        client.get(
            "/bridge/jobs?pageSize=200&pageToken="
                + mine.json().get("nextPageToken").getAsString());

    assertThat(mine.json().getAsJsonArray("jobs")).hasSize(1);
    assertThat(next.json().getAsJsonArray("jobs")).isNotEmpty();
    assertThat(other.get("/bridge/jobs").json().getAsJsonArray("jobs")).isEmpty();
    assertThat(client.operate("GET", "/bridge/jobs").json().getAsJsonArray("jobs")).isNotEmpty();
    assertThat(client.get("/bridge/jobs?state=nonsense").reason()).isEqualTo("QUERY_NOT_ALLOWED");
    assertThat(client.get("/bridge/jobs?key=x").reason()).isEqualTo("QUERY_NOT_ALLOWED");
  }

  @Test
  void cancel_whenItHasNotRun_thenItNeverDoes() {
    bridge
        .sandbox()
        .faults()
        .untilCleared("vertex", Fault.status(429, "", Map.of("Retry-After", "30")));
    String id = client.submit("cancelled");
    bridge.until(() -> client.get("/bridge/jobs/" + id), reply -> reply.json().has("nextAttempt"));

    Reply cancelled = client.delete("/bridge/jobs/" + id);

    assertThat(JobClient.state(cancelled.json())).isEqualTo("cancelled");
    assertThat(client.get("/bridge/jobs/" + id + "/result").reason())
        .isEqualTo("JOB_RESULT_MISSING");
  }

  @Test
  void operators_whenTheCallerIsNone_thenForbidden() {
    assertThat(client.get("/bridge/poison").reason()).isEqualTo("OPERATORS_ONLY");
    assertThat(client.get("/bridge/poison").status()).isEqualTo(403);
    assertThat(bridge.send(bridge.request("/bridge/poison").GET()).status()).isEqualTo(401);
  }

  @Test
  void poison_whenItsCauseIsMended_thenReplaySucceeds() {
    bridge.sandbox().faults().untilCleared("vertex", Fault.status(503, ""));
    String id = client.submit("poisoned");
    JsonObject failed = client.ended(id);
    assertThat(failed.getAsJsonObject("failure").get("hop").getAsString()).isEqualTo("vertex");
    assertThat(failed.get("poison").getAsBoolean()).isTrue();
    Reply list = client.operate("GET", "/bridge/poison");
    assertThat(list.body()).contains(id);
    assertThat(client.operate("GET", "/bridge/poison/" + id).json().has("record")).isTrue();

    bridge.sandbox().faults().clear();
    Reply replayed = client.operate("POST", "/bridge/poison/" + id + "/replay");

    assertThat(replayed.status()).as(replayed.body()).isEqualTo(200);
    assertThat(JobClient.state(client.ended(id))).isEqualTo("succeeded");
    Reply swept = client.operate("POST", "/bridge/sweep");
    assertThat(swept.status()).isEqualTo(200);
    assertThat(client.operate("GET", "/bridge/poison").body()).doesNotContain(id);
    assertThat(client.operate("POST", "/bridge/poison/" + UNKNOWN + "/replay").reason())
        .isEqualTo("JOB_UNKNOWN");
  }

  @Test
  void commands_thenTheyShowWhatTheAppSays() throws Exception {
    String id = client.submit("by-command");
    client.ended(id);

    Command shown = command(client.operatorToken(), "jobs", "show", id);
    Command swept = command(client.operatorToken(), "jobs", "sweep");
    Command poison = command(client.operatorToken(), "jobs", "poison", "list");
    Command refused = command(bridge.token(), "jobs", "poison", "list");

    assertThat(shown.output()).contains("\"state\": \"succeeded\"");
    assertThat(shown.exit()).isZero();
    assertThat(swept.output()).contains("\"looked\"");
    assertThat(poison.output()).contains("\"poison\"");
    assertThat(refused.output()).contains("OPERATORS_ONLY");
    assertThat(refused.exit()).isEqualTo(1);
  }

  private record Command(int exit, String output) {}

  /** {@code ./bridge} as a person runs it. */
  private static Command command(String token, String... arguments) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    line.add("io.github.vertexbridge.dev.Bridge");
    line.addAll(List.of(arguments));
    line.addAll(List.of("--url", bridge.uri().toString()));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("BRIDGE_TOKEN", token);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Command(process.waitFor(), output);
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void replay_whenTheCallerLostTheRight_thenRefused() throws Exception {
    bridge.sandbox().faults().untilCleared("vertex", Fault.status(503, ""));
    String id = client.submit("lost-right");
    client.ended(id);
    bridge.sandbox().faults().clear();
    Path policy = directory.resolve("nobody.json");
    Files.writeString(
        policy,
        Files.readString(Path.of("src/main/resources/policy.json"))
            .replace("Bridge.Invoke", "Nobody.Has"));
    bridge.restart(Map.of("BRIDGE_POLICY", policy.toAbsolutePath().toString())).ready();

    Reply refused = client.operate("POST", "/bridge/poison/" + id + "/replay");

    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.reason()).isEqualTo("POLICY_DENIED");
    assertThat(client.operate("DELETE", "/bridge/poison/" + id).status()).isEqualTo(200);
    assertThat(client.operate("GET", "/bridge/poison/" + id).status()).isEqualTo(404);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void submit_whenTheTableServiceIsDown_thenUnavailableWithADelay() throws Exception {
    bridge
        .restart(
            Map.of(
                "AzureWebJobsStorage__tableServiceUri",
                "https://127.0.0.1:9/account",
                "BRIDGE_POLICY",
                "classpath:policy.json"))
        .ready();

    Reply reply =
        client.submit(
            "down", "{\"kind\":\"call\",\"alias\":\"chat\",\"body\":" + RunningBridge.HELLO + "}");

    assertThat(reply.status()).as(reply.body()).isEqualTo(503);
    assertThat(reply.reason()).isEqualTo("STORAGE_UNAVAILABLE");
    assertThat(Duration.ofSeconds(Long.parseLong(reply.header("retry-after")))).isPositive();
  }
}
