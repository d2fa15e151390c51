package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.endtoend.ActionSamples.Sample;
import io.github.vertexbridge.sandbox.CallRecord;
import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import io.github.vertexbridge.target.ActionRow;
import io.github.vertexbridge.target.ActionTable;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every row of the action table through the packaged app: a row without a sample request fails.
 * What arrives at Vertex and what comes back are compared byte for byte.
 */
class ActionsIT {
  private static final ActionSamples SAMPLES = new ActionSamples();

  /** Members, spacing, numbers and an order that nobody here knows. */
  private static final String STRANGE =
      "{ \"zz_unknown\" : {\"Ünï\":[1.0, 1e400,null]},\r\n\t\"aNew\":12345678901234567890 }\n";

  private static RunningBridge bridge;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    Path policy = Files.writeString(directory.resolve("policy.json"), EveryAction.policy());
    bridge =
        RunningBridge.start(
                "actions",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD.with("BRIDGE_POLICY", policy.toString()))
            .ready();
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @AfterEach
  void forget() {
    bridge.sandbox().faults().clear();
  }

  static Stream<Named<ActionRow>> rows() {
    return ActionTable.standard().rows().stream()
        .map(row -> Named.of(row.method() + " " + row.shape(), row));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void row_whenCalled_thenVertexGetsItsOwnCall(ActionRow row) {
    for (ApiVersion version : row.versions()) {
      Sample sample = sample(row);
      String id = id(row, sample, version);
      String path = path(row, version, sample).replace("{id}", id);
      String body = sample.body().replace("{id}", id);

      RunningBridge.Reply reply = call(row.method(), path + query(sample), body);

      CallRecord call = lastCall();
      assertThat(call.method() + " " + call.path())
          .isEqualTo(row.method() + " " + path + query(sample));
      assertThat(call.body()).isEqualTo(body);
      assertThat(reply.status()).as(reply.body()).isEqualTo(isMadeUp(row) ? 404 : 200);
      assertThat(call.status()).isEqualTo(reply.status());
      assertThat(reply.header("x-bridge-rule")).isEqualTo("all");
      assertThat(reply.header("x-bridge-target")).endsWith(":" + row.action().verb());
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void row_whenFieldsAreUnknown_thenTheySurviveBothWays(ActionRow row) {
    // Whatever the bridge asks, be it where the endpoint is, is answered so.
    bridge.sandbox().faults().untilCleared("vertex", answer(STRANGE, "application/json"));
    Sample sample = sample(row);
    String path = path(row, ApiVersion.V1BETA1, sample).replace("{id}", "7");
    // What is looked for in the body stays; what nobody knows is put in front of it.
    String body = sample.body().replace("{id}", "7");
    String sent =
        body.startsWith("{") && body.length() > 2
            ? STRANGE.substring(0, STRANGE.lastIndexOf('}')) + "," + body.substring(1)
            : body;

    RunningBridge.Reply reply = call(row.method(), path, sent);

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(STRANGE);
    assertThat(lastCall().body()).isEqualTo(sent);
  }

  @Test
  void stream_whenEvents_thenByteForByteWithItsEmptyLine() {
    String events =
        ": hello\n\ndata: {\"candidates\":[{\"x\":1}]}\r\n\r\ndata: {\"candidates\":[]}\r\n\r\n";
    bridge.sandbox().faults().add("vertex", answer(events, "text/event-stream"), 1);

    RunningBridge.Reply reply =
        bridge.post(RunningBridge.MODEL + ":streamGenerateContent?alt=sse", RunningBridge.HELLO);

    assertThat(reply.body()).isEqualTo(events);
    assertThat(reply.header("content-type")).startsWith("text/event-stream");
    assertThat(reply.header("x-bridge-streaming")).isEqualTo("buffered");
  }

  @Test
  void stream_whenTheSandboxAnswers_thenChunksWithUsageAtTheEnd() {
    RunningBridge.Reply events =
        bridge.post(RunningBridge.MODEL + ":streamGenerateContent?alt=sse", RunningBridge.HELLO);
    RunningBridge.Reply array =
        bridge.post(
            RunningBridge.MODEL + ":streamGenerateContent?$alt=json;enum-encoding=int",
            RunningBridge.HELLO);

    assertThat(events.body()).startsWith("data: {").endsWith("}\r\n\r\n").contains("usageMetadata");
    assertThat(array.body()).startsWith("[{").contains("\"finishReason\": 1");
    assertThat(array.header("x-bridge-streaming")).isEqualTo("buffered");
    assertThat(bridge.generate().header("x-bridge-streaming")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?alt=sse | text/event-stream  | data: %s~~",
        "         | application/json   | [%s]",
        "?alt=sse | text/event-stream  | %s~",
      })
  void stream_whenItConsistsOfAnError_thenThatError(String query, String type, String frame) {
    String error =
        "{~  \"error\": {\"code\":429,\"message\":\"Resource exhausted.\",\"status\":\"RESOURCE_EXHAUSTED\"}}";
    String body =
        frame
            .formatted(frame.startsWith("data") ? error.replace("~", "") : error)
            .replace("~", "\n");
    bridge.sandbox().faults().add("vertex", answer(body, type), 1);

    RunningBridge.Reply reply =
        bridge.post(
            RunningBridge.MODEL + ":streamGenerateContent" + (query == null ? "" : query),
            RunningBridge.HELLO);

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.reason()).isEqualTo("VERTEX_THROTTLED");
    assertThat(reply.json().getAsJsonObject("error").get("message").getAsString())
        .isEqualTo("Resource exhausted.");
    assertThat(reply.hop()).isEqualTo("vertex");
  }

  @Test
  void chat_whenRefusedInAnArray_thenAnObject() {
    RunningBridge.Reply reply =
        bridge.post(
            "/v1/" + ActionSamples.PROJECT + "endpoints/openapi/chat/completions",
            "{\"model\":\"google/gemini-2.5-flash\",\"messages\":[]}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().getAsJsonObject("error").get("message").getAsString())
        .isEqualTo("EMULATOR: messages is missing");
  }

  @Test
  void chat_whenStreamed_thenEventsToTheLast() {
    RunningBridge.Reply reply =
        bridge.post(
            "/v1/" + ActionSamples.PROJECT + "endpoints/openapi/chat/completions",
            "{\"stream\":true,\"model\":\"google/gemini-2.5-flash\","
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(reply.body()).contains("chat.completion.chunk").endsWith("data: [DONE]\r\n\r\n");
    assertThat(reply.header("x-bridge-streaming")).isEqualTo("buffered");
  }

  @Test
  void alias_whenStreamed_thenTheModelBehindIt() {
    RunningBridge.Reply reply =
        bridge.post(
            RunningBridge.MODEL.replace("gemini-2.5-flash", "chat")
                + ":streamGenerateContent?alt=sse",
            RunningBridge.HELLO);

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(lastCall().path()).isEqualTo(RunningBridge.MODEL + ":streamGenerateContent?alt=sse");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batchPredictionJobs",
        "customJobs",
        "hyperparameterTuningJobs",
        "trainingPipelines",
        "pipelineJobs",
        "tuningJobs"
      })
  void job_whenCreatedReadListedAndCancelled_thenEachAsVertexDoesIt(String kind) {
    String base = "/v1/" + ActionSamples.PROJECT + kind;
    String id = id(kind, "v1");
    String path = base + "/" + id;

    String created = call("GET", path, "").json().get("state").getAsString();
    RunningBridge.Reply listed = call("GET", base, "");
    RunningBridge.Reply cancelled = call("POST", path + ":cancel", "{}");
    String cancelling = call("GET", path, "").json().get("state").getAsString();
    bridge.sandbox().advanceJobs(Duration.ofSeconds(1));
    JsonObject ended = call("GET", path, "").json();

    assertThat(created).endsWith("_STATE_QUEUED");
    assertThat(listed.body()).contains("/" + kind + "/" + id + "\"");
    assertThat(cancelled.json().keySet()).isEmpty();
    assertThat(cancelling).endsWith("_STATE_CANCELLING");
    assertThat(ended.get("state").getAsString()).endsWith("_STATE_CANCELLED");
    assertThat(ended.has("endTime")).isTrue();
  }

  @Test
  void deleted_whenItsOperationIsRead_thenDone() {
    String job = id("customJobs", "v1");
    String base = "/v1/" + ActionSamples.PROJECT;
    JsonObject operation = call("DELETE", base + "customJobs/" + job, "{}").json();

    RunningBridge.Reply read = call("GET", base + "operations/" + id(operation), "");

    assertThat(read.json().get("done").getAsBoolean()).isTrue();
    assertThat(call("GET", base + "customJobs/" + job, "").reason()).isEqualTo("VERTEX_NOT_FOUND");
  }

  @Test
  void publisherModels_whenRead_thenTheProjectIsNamedForQuota() {
    call("GET", "/v1beta1/publishers/google/models", "");

    assertThat(lastCall().location()).isEqualTo("global");
    assertThat(lastCall().header("x-goog-user-project")).contains("vertex-sandbox");
  }

  private static RunningBridge.Reply call(String method, String path, String body) {
    return bridge.send(
        bridge
            .request(path)
            .header("Authorization", "Bearer " + bridge.token())
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  private static Sample sample(ActionRow row) {
    return SAMPLES
        .of(row)
        .orElseThrow(() -> new AssertionError("no sample for " + row.method() + " " + row.shape()));
  }

  private static String path(ActionRow row, ApiVersion version, Sample sample) {
    String project =
        row.inProject() ? "projects/vertex-sandbox/locations/" + sample.location() + "/" : "";
    return "/" + version.segment() + "/" + project + sample.path();
  }

  private static String query(Sample sample) {
    return sample.query().isEmpty() ? "" : "?" + sample.query();
  }

  /** Whether the sandbox has no such thing: it knows operations of locations and endpoints. */
  private static boolean isMadeUp(ActionRow row) {
    return row.action().value().startsWith("operations.")
        && !row.action().value().endsWith("list")
        && !row.shape().toString().startsWith("operations");
  }

  /** The id that the sample is about, of something new. */
  private static String id(ActionRow row, Sample sample, ApiVersion version) {
    if (!sample.path().contains("{id}") && !sample.body().contains("{id}")) {
      return "";
    }
    String at = "/v1/" + ActionSamples.PROJECT;
    if (row.action().value().equals("fetchPredictOperation")) {
      String start = sample.path().replace("fetchPredictOperation", "predictLongRunning");
      return last(call("POST", at + start, "{\"instances\":[{}]}"));
    }
    if (row.action().value().startsWith("operations.")) {
      return last(call("DELETE", at + "customJobs/" + id("customJobs", "v1"), "{}"));
    }
    String kind = sample.path().substring(0, sample.path().indexOf('/'));
    String id = id(kind, version.segment());
    if (row.method().equals("DELETE") && kind.equals("batchPredictionJobs")) {
      call("POST", at + kind + "/" + id + ":cancel", "{}");
      bridge.sandbox().advanceJobs(Duration.ofSeconds(1));
    }
    return id;
  }

  private static String id(String kind, String version) {
    ActionRow create =
        ActionTable.standard().rows().stream()
            .filter(row -> row.action().value().equals(kind + ".create"))
            .findFirst()
            .orElseThrow();
    return last(
        call("POST", "/" + version + "/" + ActionSamples.PROJECT + kind, sample(create).body()));
  }

  private static String last(RunningBridge.Reply created) {
    assertThat(created.status()).as(created.body()).isEqualTo(200);
    return id(created.json());
  }

  private static String id(JsonObject named) {
    String name = named.get("name").getAsString();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static CallRecord lastCall() {
    List<CallRecord> calls = bridge.sandbox().calls();
    return calls.get(calls.size() - 1);
  }

  private static Fault answer(String body, String type) {
    return new Fault.Status(200, body, Map.of("Content-Type", type));
  }
}
