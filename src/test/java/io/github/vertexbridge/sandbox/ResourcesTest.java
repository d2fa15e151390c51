package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static io.github.vertexbridge.sandbox.SandboxClient.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs, caches, operations and chat completions, with a clock that stands still. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResourcesTest {
  private static final String HERE = "/v1/projects/vertex-sandbox/locations/europe-west4/";
  private static final String JOB =
      "{\"display_name\":\"j\",\"jobSpec\":{\"workerPoolSpecs\":[{\"replica_count\":\"1\"}]}}";

  private static final String ACCOUNT = "vertex-jobs@vertex-sandbox.iam.gserviceaccount.com";
  private static final String PIPELINE =
      "{\"templateUri\":\"https://t\",\"serviceAccount\":\"" + ACCOUNT + "\"}";

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private Sandbox sandbox;
  private SandboxClient client;
  private String token;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    InstantSource clock = now::get;
    sandbox = Sandbox.start(directory, World.standard(), new SandboxOptions(clock, Map.of()));
    client = new SandboxClient(sandbox);
  }

  @AfterAll
  void stop() {
    sandbox.close();
  }

  @BeforeEach
  void reset() throws Exception {
    sandbox.reset();
    token = client.accessToken();
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    return client.http.send(
        HttpRequest.newBuilder(URI.create(sandbox.address("vertex:europe-west4") + path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonObject created(String kind, String body) throws Exception {
    HttpResponse<String> answer = call("POST", HERE + kind, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private String state(String name) throws Exception {
    return json(call("GET", "/v1/" + name, "")).get("state").getAsString();
  }

  private void pass(int seconds) {
    now.updateAndGet(time -> time.plus(Duration.ofSeconds(seconds)));
  }

  @Test
  void job_whenTimePasses_thenPendingRunningSucceeded() throws Exception {
    String name = created("customJobs", JOB).get("name").getAsString();

    assertThat(state(name)).isEqualTo("JOB_STATE_QUEUED");
    pass(1);
    assertThat(state(name)).isEqualTo("JOB_STATE_PENDING");
    pass(1);
    assertThat(state(name)).isEqualTo("JOB_STATE_RUNNING");
    pass(10);
    assertThat(state(name)).isEqualTo("JOB_STATE_SUCCEEDED");
    call("POST", "/v1/" + name + ":cancel", "{}");
    assertThat(state(name)).as("an ended job is not cancelled").isEqualTo("JOB_STATE_SUCCEEDED");
  }

  @Test
  void job_whenCancelled_thenItStaysSo() throws Exception {
    String name = created("pipelineJobs?pipelineJobId=mine", PIPELINE).get("name").getAsString();

    assertThat(call("POST", "/v1/" + name + ":cancel", "{}").statusCode()).isEqualTo(200);
    assertThat(state(name)).isEqualTo("PIPELINE_STATE_CANCELLING");
    pass(60);
    assertThat(name).endsWith("/pipelineJobs/mine");
    assertThat(state(name)).isEqualTo("PIPELINE_STATE_CANCELLED");
    assertThat(call("POST", HERE + "pipelineJobs?pipelineJobId=mine", PIPELINE).statusCode())
        .isEqualTo(409);
  }

  @Test
  void list_whenPagedAndFiltered_thenThese() throws Exception {
    created("customJobs", JOB);
    created("customJobs", JOB.replace("\"j\"", "\"other\""));

    JsonObject page = json(call("GET", HERE + "customJobs?pageSize=1", ""));
    JsonObject rest =
        json(
            call(
                "GET",
                HERE + "customJobs?pageToken=" + page.get("nextPageToken").getAsString(),
                ""));
    JsonObject filtered = json(call("GET", HERE + "customJobs?filter=display_name%3D%22j%22", ""));

    assertThat(page.getAsJsonArray("customJobs")).hasSize(1);
    assertThat(rest.getAsJsonArray("customJobs")).hasSize(1);
    assertThat(rest.has("nextPageToken")).isFalse();
    assertThat(filtered.getAsJsonArray("customJobs")).hasSize(1);
  }

  @Test
  void cache_whenPatched_thenItsTimeMovesAndItsModelDoesNot() throws Exception {
    String model = "projects/vertex-sandbox/locations/europe-west4/publishers/google/models/g";
    JsonObject cache = created("cachedContents", "{\"model\":\"" + model + "\",\"ttl\":\"60s\"}");
    String path = "/v1/" + cache.get("name").getAsString();

    JsonObject longer = json(call("PATCH", path, "{\"ttl\":\"7200s\"}"));

    assertThat(longer.get("expireTime")).isNotEqualTo(cache.get("expireTime"));
    assertThat(longer.get("model").getAsString()).isEqualTo(model);
    assertThat(call("PATCH", path, "{\"model\":\"x\"}").statusCode()).isEqualTo(400);
    assertThat(call("DELETE", path, "{}").body().strip()).isEqualTo("{}");
    assertThat(call("GET", path, "").statusCode()).isEqualTo(404);
  }

  @Test
  void video_whenPolled_thenDoneAfterAWhile() throws Exception {
    String model = HERE + "publishers/google/models/veo-3.0-generate-001";
    JsonObject started =
        json(call("POST", model + ":predictLongRunning", "{\"instances\":[{\"prompt\":\"x\"}]}"));
    String body = "{\"operationName\":\"" + started.get("name").getAsString() + "\"}";

    assertThat(json(call("POST", model + ":fetchPredictOperation", body)).has("done")).isFalse();
    pass(6);
    assertThat(call("POST", model + ":fetchPredictOperation", body).body()).contains("videos");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "customJobs | {} | Required field",
        "customJobs | {\"displayName\":\"j\",\"jobSpec\":{},\"zz\":1} | Invalid JSON payload",
        "batchPredictionJobs | {\"displayName\":\"j\"} | input_config",
      })
  void create_whenBodyIsWrong_then400(String kind, String body, String why) throws Exception {
    HttpResponse<String> answer = call("POST", HERE + kind, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(message(answer)).contains(why);
  }

  @Test
  void job_whenTheHostIsOfAnotherLocation_thenVertexsOwnWords() throws Exception {
    HttpResponse<String> answer =
        call("POST", HERE.replace("europe-west4", "us-central1") + "customJobs", JOB);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(message(answer))
        .isEqualTo(
            "List of found errors: 1.Field: parent; Message: The provided location ID doesn't match"
                + " the endpoint. The valid location ID is `europe-west4`.");
  }

  @Test
  void chat_whenTheModelIsOnGlobalOnly_thenVertexsOwnWordsInAnArray() throws Exception {
    HttpResponse<String> answer =
        call(
            "POST",
            HERE + "endpoints/openapi/chat/completions",
            "{\"model\":\"meta/llama-3.3-70b-instruct-maas\",\"messages\":[{\"role\":\"user\"}]}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .startsWith("[")
        .contains("in region 'europe-west4' is only available via global endpoint.");
  }

  @Test
  void call_whenThePermissionIsMissing_thenItIsNamed() throws Exception {
    sandbox
        .world()
        .patch("{\"roles\":{\"roles/aiplatform.user\":[\"aiplatform.endpoints.predict\"]}}");

    HttpResponse<String> answer = call("POST", HERE + "customJobs", JOB);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(message(answer)).startsWith("Permission 'aiplatform.customJobs.create' denied on");
  }
}
