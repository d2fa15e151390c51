package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.vertexbridge.endtoend.RunningBridge.Reply;
import io.github.vertexbridge.sandbox.World;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * For a call by any surface {@code audit find} tells the story, and the filter that {@code audit
 * google-query} prints finds Google's entries of that call and of no other.
 */
class AuditJoinIT {
  private static final String WEST4 = "/v1/projects/vertex-sandbox/locations/europe-west4/";
  private static final String CHAT =
      "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String POLICY =
      """
      {
        "aliases": {
          "chat": { "model": "publishers/google/models/gemini-2.5-flash", "locations": ["europe-west4"] },
          "embed": { "model": "publishers/google/models/text-embedding-005", "locations": ["europe-west4"] },
          "iris": { "endpoint": "1234567890", "locations": ["europe-west4"], "transport": "grpc" }
        },
        "rules": [
          { "name": "invoke",
            "callers": { "roles": ["Bridge.Invoke"] },
            "allow": {
              "models": ["chat", "embed", "iris", "publishers/google/models/*", "endpoints/*"],
              "actions": ["generateContent", "streamGenerateContent", "chatCompletions", "predict",
                          "rawPredict", "batchPredictionJobs.create"],
              "residency": ["europe-*"] },
            "async": true },
          { "name": "queue",
            "callers": { "queues": ["vertex-requests"] },
            "allow": { "models": ["iris", "chat"], "actions": ["predict", "generateContent"],
                       "residency": ["europe-*"] } }
        ]
      }
      """;

  private static RunningBridge bridge;
  private static JobClient jobs;
  private static GoogleSide google;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    Path policy = Files.writeString(directory.resolve("policy.json"), POLICY);
    bridge =
        RunningBridge.start(
                "audit-join",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD
                    .withQueues()
                    .with("BRIDGE_AUDIT", "required")
                    .with("BRIDGE_POLICY", policy.toString()))
            .ready();
    jobs = new JobClient(bridge);
    google = new GoogleSide(bridge);
    bridge
        .sandbox()
        .putObject(
            "gs://vertex-sandbox-data/in.jsonl",
            ("{\"request\":" + RunningBridge.HELLO + "}\n").getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    if (bridge != null) {
      bridge.close();
    }
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  private static Reply call(String id, String path, String body) {
    return call(id, body, bridge.request(path));
  }

  private static Reply call(String id, String body, HttpRequest.Builder request) {
    return bridge.send(
        request
            .header("Authorization", "Bearer " + bridge.token())
            .header("x-bridge-correlation-id", id),
        body);
  }

  /** A call of the same shape with another id, whose entries are never to be found. */
  private static String shadowedBy(String path, String body) {
    String other = fresh();
    call(other, path, body);
    return other;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/P/publishers/google/models/gemini-2.5-flash:generateContent       | hello | GenerateContent       | 1 | vertex",
        "/v1beta1/P/publishers/google/models/gemini-2.5-flash:generateContent  | hello | GenerateContent       | 1 | vertex",
        "/v1/P/publishers/google/models/gemini-2.5-flash:streamGenerateContent | hello | StreamGenerateContent | 2 | vertex",
        "/v1/P/endpoints/openapi/chat/completions                              | chat  | ChatCompletions       | 1 | vertex",
        "/openai/v1/chat/completions                                           | alias | ChatCompletions       | 1 | openai",
        "/openai/v1/embeddings                                                 | embed | Predict               | 1 | openai",
        "/bridge/predict/chat                                                  | hello | GenerateContent       | 1 | bridge",
        "/bridge/predict/iris                                                  | rows  | Predict               | 1 | bridge",
      })
  void http_whenAnswered_thenTheStoryIsFullAndGooglesEntriesAreThisCalls(
      String shape, String kind, String method, int entries, String surface) {
    String path = shape.replace("/P/", "/projects/vertex-sandbox/locations/europe-west4/");
    String body =
        switch (kind) {
          case "hello" -> RunningBridge.HELLO;
          case "chat" -> CHAT.formatted("google/gemini-2.5-flash");
          case "alias" -> CHAT.formatted("chat");
          case "embed" -> "{\"model\":\"embed\",\"input\":\"two words\"}";
          default -> RunningBridge.ROWS;
        };
    String id = fresh();
    Reply reply = call(id, path, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    String other = shadowedBy(path, body);

    google.assertFullStory(id, "invoke");
    List<JsonObject> lines = google.lines(id, "call");
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).get("surface").getAsString()).isEqualTo(surface);
    JsonObject bytes = lines.get(0).getAsJsonObject("bytes");
    assertThat(bytes.get("request").getAsLong()).isEqualTo(body.length());
    assertThat(bytes.get("answer").getAsLong())
        .isEqualTo(reply.body().getBytes(StandardCharsets.UTF_8).length);
    List<JsonObject> joined = google.joined(id);
    List<String> methods = new ArrayList<>(GoogleSide.methods(joined));
    methods.remove("GetEndpoint"); // asked once for an endpoint's own address
    assertThat(methods).hasSize(entries).containsOnly(method);
    assertThat(joined).allSatisfy(e -> assertThat(GoogleSide.log(e)).isEqualTo("data_access"));
    assertThat(joined).allSatisfy(e -> assertThat(GoogleSide.code(e)).isZero());
    GoogleSide.assertSameIdentity(lines, joined);
    assertThat(GoogleSide.texts(joined)).contains(id).doesNotContain(other);
    if (entries == 2) {
      assertThat(joined.get(0).getAsJsonObject("operation").get("id"))
          .isEqualTo(joined.get(1).getAsJsonObject("operation").get("id"));
    }
    if (shape.contains("v1beta1")) {
      assertThat(GoogleSide.payload(joined.get(0)).get("methodName").getAsString())
          .contains("v1beta1");
    }
  }

  @Test
  void raw_whenAnswered_thenItJoinsToo() throws Exception {
    String id = fresh();
    var answer =
        bridge.bytes(
            bridge
                .request("/bridge/raw" + WEST4 + "endpoints/1234567890:rawPredict")
                .setHeader("Content-Type", "application/octet-stream")
                .header("x-bridge-correlation-id", id),
            new byte[] {1, 2, 3});
    assertThat(answer.statusCode()).isEqualTo(200);

    google.assertFullStory(id, "invoke");
    List<JsonObject> joined = google.joined(id);
    assertThat(GoogleSide.methods(joined)).contains("RawPredict");
    GoogleSide.assertSameIdentity(google.lines(id, "call"), joined);
    assertThat(google.lines(id, "call").get(0).get("bytes").toString())
        .isEqualTo("{\"request\":3,\"answer\":3}");
  }

  @ParameterizedTest
  @CsvSource({"chat, GenerateContent", "iris, Predict"})
  void queue_whenAProducersMessageRan_thenItsLinesNameTheIdThatJoins(String alias, String method)
      throws Exception {
    String message = fresh();
    QueueMessages queue = new QueueMessages(bridge.queues());
    queue.send(
        "{\"id\":\"%s\",\"alias\":\"%s\",\"body\":%s}"
            .formatted(
                message, alias, alias.equals("chat") ? RunningBridge.HELLO : RunningBridge.ROWS));
    String id = queue.result(message).get("correlationId").getAsString();

    google.assertFullStory(id, "queue=vertex-requests");
    assertThat(google.find(id)).contains("begun").contains("succeeded");
    List<JsonObject> joined = google.joined(id);
    assertThat(GoogleSide.methods(joined)).contains(method);
    GoogleSide.assertSameIdentity(google.lines(id, "call"), joined);
  }

  @Test
  void job_whenItsCallRan_thenStepsCallAndEntryHaveOneId() {
    String job = jobs.submit("joined-call");
    jobs.ended(job);
    String id = JobClient.correlationId("joined-call");

    google.assertFullStory(id, "invoke");
    assertThat(google.find(id)).contains("accepted").contains("begun").contains("succeeded");
    List<JsonObject> joined = google.joined(id);
    assertThat(GoogleSide.methods(joined)).containsExactly("GenerateContent");
    GoogleSide.assertSameIdentity(
        google.lines(id, "call").stream()
            .filter(line -> line.get("surface").getAsString().equals("queue"))
            .toList(),
        joined);
  }

  @Test
  void later_whenACallBecomesAJob_thenTheIdIsStillOne() {
    String id = fresh();
    Reply accepted =
        call(
            id,
            RunningBridge.HELLO,
            bridge.request("/bridge/predict/chat").header("Prefer", "respond-async, wait=0"));
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    jobs.ended(accepted.json().get("id").getAsString());

    assertThat(google.find(id)).contains("accepted").contains("succeeded").contains("hop vertex");
    assertThat(GoogleSide.methods(google.joined(id))).containsExactly("GenerateContent");
  }

  @Test
  void vertexJob_whenCreatedAndCancelled_thenEveryCallOfItHasALineAndAnEntry() {
    String key = "joined-batch";
    Reply accepted =
        jobs.submit(
            key,
            "{\"kind\":\"batchPrediction\",\"location\":\"europe-west4\",\"body\":"
                + ActionSamples.BATCH_JOB
                + "}");
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    String job = accepted.json().get("id").getAsString();
    bridge.until(() -> jobs.get("/bridge/jobs/" + job), reply -> reply.json().has("vertexJob"));
    jobs.delete("/bridge/jobs/" + job);
    jobs.ended(job);
    String id = JobClient.correlationId(key);

    assertThat(google.find(id))
        .contains("batchPredictionJobs.create")
        .contains("batchPredictionJobs.cancel")
        .contains("batchPredictionJobs.get")
        .contains("accepted")
        .contains("followed")
        .contains("cancelled");
    List<JsonObject> joined = google.joined(id);
    assertThat(GoogleSide.methods(joined))
        .containsOnlyOnce("CreateBatchPredictionJob", "CancelBatchPredictionJob")
        .contains("GetBatchPredictionJob");
    assertThat(joined)
        .filteredOn(e -> GoogleSide.method(e).matches("(Create|Cancel).*"))
        .allSatisfy(e -> assertThat(GoogleSide.log(e)).isEqualTo("activity"));
    GoogleSide.assertSameIdentity(
        google.lines(id, "call").stream()
            .filter(line -> !line.getAsJsonArray("hops").isEmpty())
            .toList(),
        joined);
    assertThat(GoogleSide.methods(google.joinedWithoutReason(id)))
        .containsOnlyOnce("CreateBatchPredictionJob", "CancelBatchPredictionJob")
        .contains("GetBatchPredictionJob");
    assertThat(GoogleSide.texts(google.joinedWithoutReason(id))).doesNotContain("GenerateContent");
  }

  @Test
  void denied_whenThePolicySaysNo_thenALineAndNoEntry() {
    String id = fresh();
    Reply reply =
        call(
            id,
            RunningBridge.MODEL.replace("europe-west4", "us-central1") + ":generateContent",
            RunningBridge.HELLO);
    assertThat(reply.status()).isEqualTo(403);

    assertThat(google.find(id)).contains("POLICY_DENIED").doesNotContain("hop vertex");
    assertThat(google.joined(id)).isEmpty();
  }

  @Test
  void denied_whenAQueuesProducerMayNot_thenALineAndNoEntry() throws Exception {
    String message = fresh();
    QueueMessages queue = new QueueMessages(bridge.queues());
    queue.send(
        "{\"id\":\"%s\",\"alias\":\"embed\",\"body\":%s}".formatted(message, RunningBridge.ROWS));
    String id = queue.result(message).get("correlationId").getAsString();

    assertThat(google.find(id))
        .contains("POLICY_DENIED")
        .contains("queue=vertex-requests")
        .contains("poisoned")
        .doesNotContain("hop vertex");
    assertThat(google.joined(id)).isEmpty();
  }

  @Test
  void denied_whenAJobMayNotBe_thenALineAndNoEntry() {
    String key = "joined-denied";
    Reply denied =
        jobs.submit(
            key,
            "{\"kind\":\"customJob\",\"location\":\"europe-west4\",\"body\":"
                + ActionSamples.CUSTOM_JOB
                + "}");
    assertThat(denied.status()).as(denied.body()).isEqualTo(403);
    String id = JobClient.correlationId(key);

    assertThat(google.find(id)).contains("POLICY_DENIED").doesNotContain("hop vertex");
    assertThat(google.joined(id)).isEmpty();
  }

  @Test
  void denied_whenNobodyIsVerified_thenALineWithoutACallerAndNoEntry() {
    String id = fresh();
    Reply reply =
        bridge.send(
            bridge
                .request(RunningBridge.MODEL + ":generateContent")
                .header("Authorization", "Bearer none")
                .header("x-bridge-correlation-id", id),
            RunningBridge.HELLO);
    assertThat(reply.status()).isEqualTo(401);

    assertThat(google.find(id)).containsPattern("status +401").doesNotContain("caller  ");
    assertThat(google.joined(id)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"chat, GenerateContent", "iris, Predict"})
  void denied_whenGoogleSaysNo_thenALineWithTheFailureAndAnEntryWithCode7(
      String alias, String method) {
    // An endpoint's own address is asked for before Google says no.
    call(fresh(), "/bridge/predict/iris", RunningBridge.ROWS);
    bridge.sandbox().world().patch("{\"project\":{\"bindings\":[]}}");
    String id = fresh();
    try {
      Reply reply =
          call(
              id,
              "/bridge/predict/" + alias,
              alias.equals("chat") ? RunningBridge.HELLO : RunningBridge.ROWS);
      assertThat(reply.status()).as(reply.body()).isEqualTo(403);
    } finally {
      bridge.sandbox().world().update(now -> World.standard().state());
    }

    assertThat(google.find(id)).contains("failure").contains("hop vertex");
    List<JsonObject> joined = google.joined(id);
    assertThat(GoogleSide.methods(joined)).containsExactly(method);
    assertThat(GoogleSide.code(joined.get(0))).isEqualTo(7);
    assertThat(GoogleSide.payload(joined.get(0)).getAsJsonArray("authorizationInfo").toString())
        .contains("aiplatform.endpoints.predict")
        .doesNotContain("granted");
    GoogleSide.assertSameIdentity(google.lines(id, "call"), joined);
  }

  /** They carry no correlation id: a token serves many calls. They join by identity and time. */
  @Test
  void identity_whenAHopRan_thenItsEntriesJoinByWhatTheLineSaysOfIt() {
    String id = fresh();
    call(id, RunningBridge.MODEL + ":generateContent", RunningBridge.HELLO);
    JsonObject line = google.lines(id, "call").get(0);
    String subject = GoogleSide.claims(line, "managed-identity").get("sub").getAsString();

    List<JsonObject> all = google.all();
    assertThat(all)
        .filteredOn(e -> GoogleSide.method(e).equals("ExchangeToken"))
        .isNotEmpty()
        .allSatisfy(
            e -> {
              assertThat(GoogleSide.who(e).get("principalSubject").getAsString())
                  .isEqualTo(subject);
              assertThat(GoogleSide.payload(e).getAsJsonObject("metadata").toString())
                  .contains("/subject/");
            });
    assertThat(all)
        .filteredOn(e -> GoogleSide.method(e).equals("GenerateAccessToken"))
        .isNotEmpty()
        .allSatisfy(
            e -> {
              assertThat(
                      e.getAsJsonObject("resource")
                          .getAsJsonObject("labels")
                          .get("email_id")
                          .getAsString())
                  .isEqualTo(
                      GoogleSide.claims(line, "impersonation").get("serviceAccount").getAsString());
              assertThat(GoogleSide.who(e).get("principalSubject").getAsString())
                  .endsWith("/subject/" + subject);
            });
  }
}
