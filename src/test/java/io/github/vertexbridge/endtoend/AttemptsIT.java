package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.vertexbridge.dev.CallLine;
import io.github.vertexbridge.sandbox.CallRecord;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attempts, failover and cool-down through the packaged app. What cools down goes on to do so in
 * the next test, so each has an action or a model of its own.
 */
class AttemptsIT {
  private static final String WEST4 = "europe-west4";
  private static final String WEST1 = "europe-west1";
  private static final String V1 = "/v1/projects/vertex-sandbox/locations/";
  private static final String FLASH = "publishers/google/models/gemini-2.5-flash";
  private static final String JOBS = V1 + WEST4 + "/customJobs";

  private static final String POLICY =
      """
      {"aliases":{
        "chat":{"model":"publishers/google/models/gemini-2.5-flash",
                "locations":["europe-west4","europe-west1"]},
        "pro":{"model":"publishers/google/models/gemini-2.5-pro",
                "locations":["europe-west4","europe-west1","us-central1","global"]},
        "strict":{"model":"publishers/google/models/gemini-2.5-pro",
                "locations":["europe-west4","europe-west1"]}},
       "rules":[
        {"name":"strict","callers":{"roles":["Bridge.Invoke"]},
         "allow":{"models":["strict"],"actions":["countTokens"],"residency":["europe-west4"]}},
        {"name":"all","callers":{"roles":["Bridge.Invoke"]},
         "allow":{"models":["chat","pro","publishers/*/models/*","customJobs/*"],
          "actions":["generateContent","countTokens","computeTokens","customJobs.create",
                     "customJobs.list","customJobs.get"],
          "residency":["europe-*","us-central1","global"]},
         "jobs":{"serviceAccount":"vertex-jobs@vertex-sandbox.iam.gserviceaccount.com"}}]}
      """;

  private static RunningBridge bridge;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    Path policy = Files.writeString(directory.resolve("policy.json"), POLICY);
    bridge =
        RunningBridge.start(
                "attempts",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD
                    .with("BRIDGE_POLICY", policy.toString())
                    .with("BRIDGE_GOOGLE_PROJECT_NUMBER", "123456789012"))
            .ready();
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @AfterEach
  void mend() {
    bridge.sandbox().faults().clear();
  }

  /** By the sandbox's admin route, as an operator would. */
  private static void fault(String json) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(bridge.sandbox().address("admin") + "/faults"))
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  /** 429 with that delay. */
  private static void throttle(String component, String seconds, String times) throws Exception {
    fault(
        """
        {"component":"%s","kind":"status","status":429%s,
         "body":{"error":{"code":429,"message":"Resource exhausted.","status":"RESOURCE_EXHAUSTED",
          "details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%ss"}]}}}
        """
            .formatted(component, times, seconds));
  }

  private static long calls(String location) {
    return bridge.sandbox().counters().vertexCalls(location);
  }

  private static long calls() {
    return bridge.sandbox().counters().vertexRestCalls();
  }

  private static RunningBridge.Reply alias(String alias, String action) {
    return bridge.post(
        V1 + WEST4 + "/publishers/google/models/" + alias + ":" + action, RunningBridge.HELLO);
  }

  @Test
  void call_whenThrottledWithADelay_thenTheNextRegionInTheSameCallAndTheFirstIsLeftAlone()
      throws Exception {
    throttle("vertex:europe-west4", "60", ",\"times\":1");
    long west4 = calls(WEST4);
    long west1 = calls(WEST1);

    RunningBridge.Reply moved = alias("chat", "generateContent");
    RunningBridge.Reply next = bridge.post("/bridge/predict/chat", RunningBridge.HELLO);

    assertThat(moved.status()).as(moved.body()).isEqualTo(200);
    assertThat(moved.header("x-bridge-target")).startsWith(WEST1 + "/" + FLASH);
    assertThat(moved.header("x-bridge-attempts")).isEqualTo("europe-west4=429, europe-west1=200");
    assertThat(next.status()).isEqualTo(200);
    assertThat(next.header("x-bridge-attempts")).isEqualTo("europe-west4=memory, europe-west1=200");
    assertThat(calls(WEST4) - west4).isEqualTo(1);
    assertThat(calls(WEST1) - west1).isEqualTo(2);
    JsonObject line = line(moved);
    assertThat(line.getAsJsonObject("target").get("location").getAsString()).isEqualTo(WEST1);
    assertThat(line.getAsJsonArray("attempts")).hasSize(2);
    assertThat(line.getAsJsonArray("attempts").get(0).toString())
        .isEqualTo(
            "{\"location\":\"europe-west4\",\"kind\":\"call\",\"outcome\":\"429\",\"waitedMs\":0.0}");
  }

  @Test
  void call_whenResidencyIsStrict_thenItNeverMoves() throws Exception {
    throttle("vertex:europe-west4", "39", "");
    long elsewhere = calls() - calls(WEST4);

    RunningBridge.Reply first = alias("strict", "countTokens");
    long west4 = calls(WEST4);
    RunningBridge.Reply second = alias("strict", "countTokens");

    for (RunningBridge.Reply reply : List.of(first, second)) {
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.reason()).isEqualTo("VERTEX_THROTTLED");
      assertThat(reply.header("x-bridge-rule")).isEqualTo("strict");
      assertThat(reply.header("x-should-retry")).isEqualTo("false");
      assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 39);
      assertThat(delays(reply)).containsExactly(reply.header("retry-after") + "s");
    }
    assertThat(first.header("x-bridge-attempts")).isEqualTo("europe-west4=429");
    assertThat(second.header("x-bridge-attempts")).isEqualTo("europe-west4=memory");
    assertThat(calls(WEST4)).isEqualTo(west4);
    assertThat(calls() - calls(WEST4)).isEqualTo(elsewhere);
  }

  private static List<String> delays(RunningBridge.Reply reply) {
    return Stream.of(reply.json().getAsJsonObject("error").getAsJsonArray("details"))
        .flatMap(details -> IntStream.range(0, details.size()).mapToObj(details::get))
        .map(JsonElement::getAsJsonObject)
        .filter(detail -> detail.has("retryDelay"))
        .map(detail -> detail.get("retryDelay").getAsString())
        .toList();
  }

  @Test
  void call_whenVertexFailsEverywhere_thenThreeAttemptsAndNoMore() throws Exception {
    fault("{\"component\":\"vertex\",\"kind\":\"status\",\"status\":503}");
    long before = calls();

    RunningBridge.Reply reply = alias("pro", "computeTokens");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("x-bridge-attempts"))
        .isEqualTo("europe-west4=503, europe-west4=503, europe-west1=503");
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
    assertThat(calls() - before).isEqualTo(3);
  }

  /** Four regions that refuse everything for a minute: what clients cost Vertex meanwhile. */
  @Test
  void calls_whenEverythingIsThrottled_thenVertexIsCalledOnceARegionWhateverComes()
      throws Exception {
    throttle("vertex", "60", "");
    int clientCalls = 200;
    long before = calls();

    for (int i = 0; i < clientCalls; i++) {
      assertThat(alias("pro", "generateContent").status()).isEqualTo(429);
    }

    long vertexCalls = calls() - before;
    System.out.printf(
        Locale.ROOT,
        "Vertex calls per client call, throttled: %.3f (%d for %d calls)%n",
        vertexCalls / (double) clientCalls,
        vertexCalls,
        clientCalls);
    assertThat(vertexCalls).isEqualTo(4);
  }

  @Test
  void call_whenTheCallersDeadlinePasses_thenTyped504ThatIsNotRepeated() throws Exception {
    fault("{\"component\":\"vertex:europe-west4\",\"kind\":\"hang\"}");
    long before = calls();

    RunningBridge.Reply reply =
        bridge.send(
            bridge
                .request(RunningBridge.MODEL + ":computeTokens")
                .header("Authorization", "Bearer " + bridge.token())
                .header("X-Server-Timeout", "2"),
            RunningBridge.HELLO);

    assertThat(reply.status()).as(reply.body()).isEqualTo(504);
    assertThat(reply.reason()).isEqualTo("VERTEX_TIMEOUT");
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
    assertThat(calls() - before).isEqualTo(1);
    assertThat(lastCall().header("x-server-timeout").map(Integer::parseInt).orElse(0))
        .isBetween(1, 2);
  }

  @Test
  void create_whenItsAnswerIsLost_thenOneJobAndItsResource() throws Exception {
    fault("{\"component\":\"vertex:europe-west4\",\"kind\":\"reset\",\"times\":1}");

    RunningBridge.Reply created =
        bridge.post(JOBS, ActionSamples.CUSTOM_JOB.replace("\"j\"", "\"lost-answer\""));

    assertThat(created.status()).as(created.body()).isEqualTo(200);
    assertThat(created.header("x-bridge-attempts"))
        .isEqualTo("europe-west4=reset, europe-west4=look-up, europe-west4=200");
    assertThat(named("lost-answer")).hasSize(1);
  }

  @Test
  void create_whenTheDeadlinePassesMeanwhile_thenTypedAndTheJobIsNotCreatedTwice()
      throws Exception {
    fault("{\"component\":\"vertex:europe-west4\",\"kind\":\"drip\",\"millis\":200,\"times\":1}");

    RunningBridge.Reply reply =
        bridge.send(
            bridge
                .request(JOBS)
                .header("Authorization", "Bearer " + bridge.token())
                .header("x-stainless-timeout", "1"),
            ActionSamples.CUSTOM_JOB.replace("\"j\"", "\"slow-answer\""));

    assertThat(reply.status()).as(reply.body()).isEqualTo(504);
    assertThat(reply.reason()).isEqualTo("VERTEX_OUTCOME_UNKNOWN");
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
    assertThat(reply.body()).contains("slow-answer");
    assertThat(named("slow-answer")).hasSize(1);
  }

  private static List<String> named(String name) {
    RunningBridge.Reply list =
        bridge.send(
            bridge
                .request(JOBS + "?filter=display_name%3D%22" + name + "%22")
                .header("Authorization", "Bearer " + bridge.token())
                .GET());
    JsonElement jobs = list.json().get("customJobs");
    return jobs == null
        ? List.of()
        : IntStream.range(0, jobs.getAsJsonArray().size())
            .mapToObj(i -> jobs.getAsJsonArray().get(i).getAsJsonObject().get("name").getAsString())
            .toList();
  }

  @Test
  void call_whenPriorityIsAskedOutsideGlobal_then400BeforeVertex() {
    long before = calls();

    RunningBridge.Reply reply =
        bridge.send(
            bridge
                .request(RunningBridge.MODEL + ":generateContent")
                .header("Authorization", "Bearer " + bridge.token())
                .header("X-Vertex-AI-LLM-Shared-Request-Type", "priority"),
            RunningBridge.HELLO);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("global only");
    assertThat(calls()).isEqualTo(before);
  }

  @Test
  void call_whenTheModelIsNotServedHere_thenVertexsWordsAndAHint() {
    RunningBridge.Reply reply =
        bridge.post(
            V1 + WEST4 + "/publishers/anthropic/models/claude-sonnet-4-5@20250929:generateContent",
            RunningBridge.HELLO);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains("Publisher Model");
    assertThat(reply.header("x-bridge-hint"))
        .isEqualTo("not served in europe-west4; rule all allows europe-*, global, us-central1");
  }

  @Test
  void call_whenTheProjectIsWrittenByItsNumber_thenServedByItsId() {
    RunningBridge.Reply reply =
        bridge.post(
            "/v1/projects/123456789012/locations/us-central1/" + FLASH + ":countTokens",
            RunningBridge.HELLO);

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(lastCall().path()).startsWith("/v1/projects/vertex-sandbox/");
  }

  private static CallRecord lastCall() {
    List<CallRecord> calls = bridge.sandbox().calls();
    return calls.get(calls.size() - 1);
  }

  /** The app's own line of a call, once it is printed. */
  private static JsonObject line(RunningBridge.Reply reply) {
    AtomicReference<Optional<JsonObject>> found = new AtomicReference<>(Optional.empty());
    bridge.until(
        () -> {
          found.set(find(reply.header("x-bridge-correlation-id")));
          return reply;
        },
        same -> found.get().isPresent());
    return found.get().orElseThrow();
  }

  private static Optional<JsonObject> find(String id) {
    try {
      return bridge
          .output()
          .lines()
          .filter(line -> line.contains(id))
          .flatMap(line -> CallLine.parse(line).stream())
          .map(CallLine::json)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void create_whenItsAnswerIsLost_thenTheJobIsFoundAndNoSecondOneStarts() throws Exception {
    fault("{\"component\":\"vertex:europe-west4\",\"kind\":\"lost\",\"times\":1}");

    RunningBridge.Reply created =
        bridge.post(JOBS, ActionSamples.CUSTOM_JOB.replace("\"j\"", "\"made-unseen\""));

    assertThat(created.status()).as(created.body()).isEqualTo(200);
    assertThat(created.header("x-bridge-attempts")).endsWith("look-up");
    assertThat(named("made-unseen")).hasSize(1);
  }
}
