package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static io.github.vertexbridge.sandbox.SandboxClient.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What jobs need to be created, and what they have done when their time is over. */
class JobRunsTest extends RunningSandbox {
  private static final String HERE = "/v1/projects/vertex-sandbox/locations/europe-west4/";
  private static final String DATA = "gs://vertex-sandbox-data/";
  private static final String FLASH = "publishers/google/models/gemini-2.5-flash";

  private String token = "";

  @BeforeEach
  void token() throws Exception {
    token = client.accessToken();
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    return client.vertex(method, "europe-west4", path, token, body);
  }

  private static String batch(String model, String input, String output) {
    return """
        {"display_name":"b","model":"%s",
         "inputConfig":{"instances_format":"jsonl","gcsSource":{"uris":["%s"]}},
         "output_config":{"predictionsFormat":"jsonl","gcs_destination":{"outputUriPrefix":"%s"}}}
        """
        .formatted(model, input, output);
  }

  private JsonObject ended(HttpResponse<String> created) throws Exception {
    assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
    client.admin("POST", "/clock", "{\"advance\":60}");
    return json(call("GET", "/v1/" + json(created).get("name").getAsString(), ""));
  }

  @Test
  void batch_whenItsTimeIsOver_thenAnAnswerForEveryLine() throws Exception {
    String line = "{\"request\":%s}%n".formatted(SandboxClient.HELLO);
    client.admin("PUT", "/objects/vertex-sandbox-data/in/a.jsonl", line + line);
    client.admin("PUT", "/objects/vertex-sandbox-data/in/b.jsonl", "{\"request\":{}}\n");

    JsonObject job =
        ended(
            call("POST", HERE + "batchPredictionJobs", batch(FLASH, DATA + "in/*", DATA + "out")));

    assertThat(job.get("state").getAsString()).isEqualTo("JOB_STATE_SUCCEEDED");
    assertThat(job.getAsJsonObject("completionStats").get("successfulCount").getAsString())
        .isEqualTo("2");
    assertThat(job.getAsJsonObject("completionStats").get("failedCount").getAsString())
        .isEqualTo("1");
    String folder = job.getAsJsonObject("outputInfo").get("gcsOutputDirectory").getAsString();
    List<String> lines =
        new String(sandbox.object(folder + "/predictions.jsonl").orElseThrow(), UTF_8)
            .lines()
            .toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("You sent 4 tokens: Hello, world!");
    assertThat(JsonParser.parseString(lines.get(2)).getAsJsonObject().get("status").getAsString())
        .startsWith("Bad Request: EMULATOR: at least one contents");
  }

  @Test
  void batch_whenItsModelTakesInstances_thenPredictions() throws Exception {
    sandbox.putObject(DATA + "rows.jsonl", "[5.1,3.5,1.4,0.2]\n".getBytes(UTF_8));
    String model = "projects/123456789012/locations/europe-west4/models/3344556677";

    JsonObject job =
        ended(call("POST", HERE + "batchPredictionJobs", batch(model, DATA + "rows.jsonl", DATA)));

    String folder = job.getAsJsonObject("outputInfo").get("gcsOutputDirectory").getAsString();
    assertThat(new String(sandbox.object(folder + "/predictions.jsonl").orElseThrow(), UTF_8))
        .contains("\"species\":\"setosa\"");
  }

  @ParameterizedTest
  @CsvSource({
    "gs://vertex-sandbox-data/nothing, gs://vertex-sandbox-data, there is nothing at",
    "gs://no-such-bucket/x, gs://vertex-sandbox-data, there is nothing at",
  })
  void batch_whenItsDataIsNotThere_thenFailed(String input, String output, String why)
      throws Exception {
    JsonObject job = ended(call("POST", HERE + "batchPredictionJobs", batch(FLASH, input, output)));

    assertThat(job.get("state").getAsString()).isEqualTo("JOB_STATE_FAILED");
    assertThat(job.getAsJsonObject("error").get("message").getAsString()).contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "publishers/google/models/gemini-0, gs://vertex-sandbox-data/x, 404, Publisher Model",
    "publishers/google/models/gemini-2.5-flash, gs://vertex-sandbox-us/x, 400, same regional",
    "publishers/google/models/gemini-2.5-flash, s3://x, 400, not a Cloud Storage location",
  })
  void batch_whenItCannotBe_thenRefused(String model, String input, int status, String why)
      throws Exception {
    HttpResponse<String> answer =
        call("POST", HERE + "batchPredictionJobs", batch(model, input, DATA));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(message(answer)).contains(why);
  }

  @Test
  void tuning_whenItsTimeIsOver_thenItsEndpointAnswers() throws Exception {
    sandbox.putObject(DATA + "train.jsonl", "{}\n".getBytes(UTF_8));

    JsonObject job =
        ended(
            call(
                "POST",
                HERE + "tuningJobs",
                "{\"baseModel\":\"gemini-2.5-flash\",\"supervisedTuningSpec\":"
                    + "{\"trainingDatasetUri\":\"gs://vertex-sandbox-data/train.jsonl\"}}"));

    String endpoint = job.getAsJsonObject("tunedModel").get("endpoint").getAsString();
    assertThat(
            call("POST", "/v1/" + endpoint + ":generateContent", SandboxClient.HELLO).statusCode())
        .isEqualTo(200);
  }

  @Test
  void job_whenItIsToFail_thenFailedWithThatError() throws Exception {
    client.admin("POST", "/jobs", "{\"displayName\":\"mine\",\"code\":3,\"message\":\"no\"}");

    JsonObject job =
        ended(
            call(
                "POST",
                HERE + "customJobs",
                "{\"displayName\":\"mine\",\"jobSpec\":{\"workerPoolSpecs\":[{}]}}"));

    assertThat(job.get("state").getAsString()).isEqualTo("JOB_STATE_FAILED");
    assertThat(job.getAsJsonObject("error").get("message").getAsString()).isEqualTo("no");
    assertThat(job.get("endTime").getAsString()).isEqualTo(job.get("updateTime").getAsString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "customJobs | {\"displayName\":\"j\",\"jobSpec\":{\"workerPoolSpecs\":[{}],"
            + "\"serviceAccount\":\"%s\"}}",
        "trainingPipelines | {\"displayName\":\"j\",\"trainingTaskDefinition\":\"d\","
            + "\"trainingTaskInputs\":{\"serviceAccount\":\"%s\"}}",
        "pipelineJobs | {\"templateUri\":\"t\",\"serviceAccount\":\"%s\"}",
        "pipelineJobs | {\"templateUri\":\"t\"}",
      })
  void create_whenTheCallerMayNotActAsTheAccount_thenVertexsOwnWords(String kind, String body)
      throws Exception {
    String other = "other@vertex-sandbox.iam.gserviceaccount.com";

    HttpResponse<String> answer = call("POST", HERE + kind, body.formatted(other));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(message(answer))
        .matches("You do not have permission to act as service_account: \\S+@\\S+\\. \\(or it.*");
  }
}
