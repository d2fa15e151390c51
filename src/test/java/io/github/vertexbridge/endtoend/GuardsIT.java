package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.sandbox.CallRecord;
import io.github.vertexbridge.sandbox.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The policy of the example in {@code docs/policy.md}, section "Guards", as it is written there but
 * for the project.
 */
class GuardsIT {
  private static final String AT = "/v1/" + ActionSamples.PROJECT;
  private static final String GENERATE = RunningBridge.MODEL + ":generateContent";
  private static final String CHAT = AT + "endpoints/openapi/chat/completions";

  private static RunningBridge bridge;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    Path policy = Files.writeString(directory.resolve("policy.json"), example());
    bridge =
        RunningBridge.start(
                "guards",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD.with("BRIDGE_POLICY", policy.toString()))
            .ready();
  }

  private static String example() throws Exception {
    String text = Files.readString(Path.of("docs/policy.md"));
    String guards = text.substring(text.indexOf("\n## Guards\n"));
    int start = guards.indexOf("```json\n") + "```json\n".length();
    // The sandbox has its own project, and lets the bridge act as that project's account only.
    return guards
        .substring(start, guards.indexOf("```\n", start))
        .replace("my-vertex-project", "vertex-sandbox");
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @Test
  void generate_whenTheCallerAsksForMore_thenVertexGetsWhatTheRuleAllows() throws Exception {
    RunningBridge.Reply reply =
        bridge.post(
            GENERATE,
            "{ \"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi \\u00e4\"}]}],\n"
                + "\"generation_config\": {\"temperature\":0.10, \"maxOutputTokens\": 9000 }"
                + " }");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(lastCall().body())
        .isEqualTo(
            "{ \"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi \\u00e4\"}]}],\n"
                + "\"generation_config\": {\"temperature\":0.10, \"maxOutputTokens\": 4096 }"
                + ",\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\","
                + "\"threshold\":\"BLOCK_MEDIUM_AND_ABOVE\"}],\"labels\":{\"team\":\"support\"} }");
    String id = reply.header("x-bridge-correlation-id");
    bridge.until(
        () -> reply,
        r -> output().lines().anyMatch(l -> l.contains(id) && l.contains("\"edited\":true")));
  }

  private static String output() {
    try {
      return bridge.output();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void count_whenNothingMustChange_thenTheSameBytes() {
    String body = "{ \"contents\" : [{\"role\":\"user\",\"parts\":[{\"text\":\"gs://x\"}]}] } ";

    assertThat(bridge.post(RunningBridge.MODEL + ":countTokens", body).status()).isEqualTo(200);
    assertThat(lastCall().body()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        GENERATE
            + " | {'cached_content':'c'}           | 400 | FIELD_NOT_ALLOWED | 'cached_content'",
        GENERATE
            + " | {'tools':[{'googleSearch':{}}]}  | 400 | FIELD_NOT_ALLOWED | tools[0].googleSearch",
        GENERATE + " | {'labels':{'Team':'x'}}          | 400 | FIELD_INVALID     | labels.Team",
        GENERATE + " | {'labels':{},'labels':{}}        | 400 | FIELD_INVALID     | 'labels'",
        GENERATE
            + " | {'contents':[{'parts':[{'fileData':{'fileUri':'gs://other/x'}}]}]} | 400 | FIELD_NOT_ALLOWED | fileUri",
        RunningBridge.MODEL + ":rawPredict | {}         | 403 | TERMS_NOT_HELD    | labels",
        CHAT + " | {'model':'google/chat','functions':[]} | 400 | FIELD_NOT_ALLOWED | functions",
        AT
            + "customJobs | {'jobSpec':{'service_account':'me@x'}} | 400 | FIELD_NOT_ALLOWED | jobSpec.service_account",
        AT
            + "customJobs | {'jobSpec':{'baseOutputDirectory':{'outputUriPrefix':'gs://training/other'}}} | 400 | FIELD_NOT_ALLOWED | outputUriPrefix",
      })
  void call_whenTheRuleForbidsIt_thenRefusedBeforeVertex(
      String path, String body, int status, String reason, String named) {
    int before = bridge.sandbox().calls().size();

    RunningBridge.Reply reply = bridge.post(path, body.replace('\'', '"'));

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.reason()).isEqualTo(reason);
    assertThat(reply.json().getAsJsonObject("error").get("message").getAsString()).contains(named);
    assertThat(reply.header("x-bridge-rule")).isNotEmpty();
    assertThat(bridge.sandbox().calls()).hasSize(before);
  }

  @Test
  void chat_whenTheBodyNamesAnAlias_thenVertexGetsTheModelAndTheCap() {
    RunningBridge.Reply reply =
        bridge.post(
            CHAT,
            "{\"model\":\"google/chat\",\"n\":1,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(lastCall().body())
        .isEqualTo(
            "{\"model\":\"google/gemini-2.5-flash\",\"n\":1,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":4096}");
  }

  @Test
  void job_whenCreated_thenItRunsAsTheRulesAccountUnderTheCallsName() {
    RunningBridge.Reply reply =
        bridge.post(
            AT + "customJobs", "{\"jobSpec\":{\"workerPoolSpecs\":[{\"replicaCount\":\"1\"}]}}");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(lastCall().body())
        .isEqualTo(
            "{\"jobSpec\":{\"workerPoolSpecs\":[{\"replicaCount\":\"1\"}],\"serviceAccount\":"
                + "\"vertex-jobs@vertex-sandbox.iam.gserviceaccount.com\"},"
                + "\"labels\":{\"team\":\"research\"},\"displayName\":\"vb-"
                + reply.header("x-bridge-correlation-id")
                + "\"}");
  }

  private static CallRecord lastCall() {
    List<CallRecord> calls = bridge.sandbox().calls();
    return calls.get(calls.size() - 1);
  }
}
