package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.vertexbridge.sandbox.CallRecord;
import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's format on the wire: what arrives at Vertex, what comes back, and every refusal. */
class OpenAiIT {
  private static final String CHAT = "/openai/v1/chat/completions";
  private static final String EMBEDDINGS = "/openai/v1/embeddings";
  private static final String HELLO =
      "{\"model\":\"google/gemini-2.5-flash\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";

  private static RunningBridge bridge;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    Path policy = Files.writeString(directory.resolve("policy.json"), OpenAiPolicy.JSON);
    bridge =
        RunningBridge.start(
                "openai",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD
                    .with("BRIDGE_POLICY", policy.toString())
                    .with("BRIDGE_MAX_BODY", "64KiB"))
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

  private static HttpRequest.Builder authorised(String path) {
    return bridge.request(path).header("Authorization", "Bearer " + bridge.token());
  }

  private static CallRecord lastCall() {
    List<CallRecord> calls = bridge.sandbox().calls();
    return calls.get(calls.size() - 1);
  }

  private static JsonObject error(RunningBridge.Reply reply) {
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(reply.header("x-request-id")).isEqualTo(reply.header("x-bridge-correlation-id"));
    JsonObject error = reply.json().getAsJsonObject("error");
    assertThat(error.keySet()).containsExactly("message", "type", "param", "code");
    return error;
  }

  private static String text(JsonElement value) {
    return value.isJsonNull() ? "" : value.getAsString();
  }

  @Test
  void chat_whenByModel_thenVertexGetsTheBodyByteForByte() {
    String body =
        "{ \"zz_unknown\" : [1.0, 1e400,null],\r\n\t\"model\": \"google/gemini-2.5-flash\","
            + "\"messages\":[{\"role\":\"assistant\",\"content\":\"a\",\"tool_calls\":[{\"id\":\"c1\","
            + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"extra_content\":"
            + "{\"google\":{\"thought_signature\":\"Ünï+/=\"}}}]},"
            + "{\"content\":\"hi\",\"role\":\"user\"}] }\n";

    RunningBridge.Reply reply = bridge.post(CHAT, body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(lastCall().path())
        .isEqualTo(
            "/v1/projects/vertex-sandbox/locations/europe-west4/endpoints/openapi/chat/completions");
    assertThat(lastCall().body()).isEqualTo(body);
    assertThat(reply.header("content-type")).startsWith("application/json");
    assertThat(reply.header("x-bridge-target")).startsWith("europe-west4/endpoints/openapi:");
    assertThat(reply.header("x-bridge-alias")).isEmpty();
  }

  @Test
  void chat_whenByAliasOfAnEndpoint_thenThatEndpoint() {
    RunningBridge.Reply reply =
        bridge.post(CHAT, HELLO.formatted("").replace("google/gemini-2.5-flash", "tuned"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(lastCall().path()).endsWith("/endpoints/9876543210/chat/completions");
    assertThat(reply.header("x-bridge-alias")).isEqualTo("tuned");
  }

  @Test
  void chat_whenByAliasOfAModel_thenVertexGetsTheModel() {
    RunningBridge.Reply reply =
        bridge.post(CHAT, HELLO.formatted("").replace("google/gemini-2.5-flash", "chat"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(lastCall().body()).isEqualTo(HELLO.formatted(""));
    assertThat(reply.header("x-bridge-alias")).isEqualTo("chat");
  }

  @Test
  void chat_whenStreamed_thenWholeLabelledAndEndedByAnEmptyLine() {
    RunningBridge.Reply reply = bridge.post(CHAT, HELLO.formatted(",\"stream\":true"));

    assertThat(reply.header("x-bridge-streaming")).isEqualTo("buffered");
    assertThat(reply.header("content-type")).startsWith("text/event-stream");
    assertThat(reply.body()).startsWith("data: {").endsWith("data: [DONE]\r\n\r\n");
  }

  @Test
  void chat_whenVertexRefusesInsideAStream_thenItsOwnStatusAndMessage() {
    bridge
        .sandbox()
        .faults()
        .add(
            "vertex",
            Fault.status(
                200,
                "data: {\"error\":{\"code\":400,\"message\":\"no such schema\","
                    + "\"status\":\"INVALID_ARGUMENT\"}}\n\n",
                Map.of("Content-Type", "text/event-stream")),
            1);

    RunningBridge.Reply reply = bridge.post(CHAT, HELLO.formatted(",\"stream\":true"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(error(reply).get("message").getAsString()).isEqualTo("no such schema");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"nobody\",\"messages\":[]} | 404 | model_not_found | model",
        "{\"model\":\"gemini-2.5-flash\",\"messages\":[]} | 404 | model_not_found | model",
        "{\"model\":\"google/gemini-2.5-pro\",\"messages\":[]} | 403 | model_not_found | model",
        "{\"model\":\"chat\",\"messages\":{}} | 400 | invalid_type | messages",
        "{\"model\":\"chat\"} | 400 | missing_required_parameter | messages",
        "{\"messages\":[]} | 400 | missing_required_parameter | model",
        "{\"model\":\"chat\",\"messages\":[],\"logit_bias\":{\"1\":1}} | 400 | unsupported_parameter | logit_bias",
        "{\"model\":\"chat\",\"messages\":[],\"store\":true} | 400 | unsupported_parameter | store",
        "[] | 400 | body_not_json |",
        "{\"model\" | 400 | body_not_json |",
      })
  void chat_whenItIsWrong_thenNothingReachesVertex(
      String body, int status, String code, String param) {
    long before = bridge.sandbox().counters().vertexRestCalls();

    RunningBridge.Reply reply = bridge.post(CHAT, body.strip());

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(error(reply).get("code").getAsString()).isEqualTo(code);
    assertThat(text(error(reply).get("param"))).isEqualTo(param == null ? "" : param);
    assertThat(bridge.sandbox().counters().vertexRestCalls()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"text\",\"input\":[1,2,3]} | invalid_type | input",
        "{\"model\":\"text\",\"input\":[]} | invalid_value | input",
        "{\"model\":\"text\",\"input\":\"a\",\"dimensions\":\"x\"} | invalid_type | dimensions",
        "{\"model\":\"text\",\"input\":\"a\",\"title\":\"x\"} | unsupported_parameter | title",
        "{\"model\":\"tuned\",\"input\":\"a\"} | invalid_value | model",
      })
  void embeddings_whenTheyAreWrong_thenTheParameterIsNamed(String body, String code, String param) {
    RunningBridge.Reply reply = bridge.post(EMBEDDINGS, body.strip());

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(error(reply).get("code").getAsString()).isEqualTo(code);
    assertThat(error(reply).get("param").getAsString()).isEqualTo(param);
  }

  @Test
  void embeddings_whenOneOfManyFails_thenAllFailAsOne() {
    bridge
        .sandbox()
        .faults()
        .add("vertex", Fault.status(400, "[{\"error\":{\"code\":400,\"message\":\"no\"}}]"), 1);

    RunningBridge.Reply reply =
        bridge.post(EMBEDDINGS, "{\"model\":\"vectors\",\"input\":[\"a\",\"b\",\"c\",\"d\"]}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(error(reply).get("message").getAsString()).isEqualTo("no");
  }

  @Test
  void embeddings_whenOneTextACall_thenEachCallIsRecordedUnderOneId() throws Exception {
    RunningBridge.Reply reply =
        bridge.post(EMBEDDINGS, "{\"model\":\"vectors\",\"input\":[\"a\",\"b b\",\"c c c\"]}");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().getAsJsonObject("usage").get("prompt_tokens").getAsInt()).isEqualTo(6);
    String id = reply.header("x-bridge-correlation-id");
    assertThat(
            bridge.sandbox().calls().stream()
                .filter(call -> call.header("x-goog-request-reason").orElse("").equals(id))
                .map(CallRecord::path))
        .hasSize(3)
        .allMatch(path -> path.endsWith("/gemini-embedding-2:embedContent"));
    String line =
        bridge
            .output("\"correlationId\":\"" + id)
            .lines()
            .filter(l -> l.contains("\"correlationId\":\"" + id))
            .findFirst()
            .orElseThrow();
    assertThat(line.split("\"hop\":\"vertex\"", -1)).hasSize(4);
    assertThat(line.split("\"hop\":\"sts\"", -1)).hasSize(2);
  }

  @Test
  void request_whenNobodySentIt_then401() {
    for (String path : List.of(CHAT, EMBEDDINGS)) {
      RunningBridge.Reply reply = bridge.send(bridge.request(path), "{}");
      assertThat(reply.status()).isEqualTo(401);
      assertThat(error(reply).get("code").getAsString()).isEqualTo("invalid_api_key");
    }
    RunningBridge.Reply models =
        bridge.send(
            bridge.request("/openai/v1/models").header("Authorization", "Bearer sk-proj-x").GET());
    assertThat(models.status()).isEqualTo(401);
    assertThat(error(models).get("type").getAsString()).isEqualTo("invalid_request_error");
  }

  @Test
  void request_whenTooLargeOrBinary_thenTypedInThisShape() {
    RunningBridge.Reply large = bridge.post(CHAT, " ".repeat(65 * 1024) + "{}");
    assertThat(large.status()).isEqualTo(413);
    assertThat(error(large).get("code").getAsString()).isEqualTo("request_too_large");

    RunningBridge.Reply binary =
        bridge.send(authorised(CHAT).setHeader("Content-Type", "application/octet-stream"), "{}");
    assertThat(binary.status()).isEqualTo(415);
    assertThat(error(binary).get("code").getAsString()).isEqualTo("unsupported_media_type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/v1/responses",
        "/openai/v1/completions",
        "/openai/v1/files",
        "/openai/v1/batches",
        "/openai/v1/images/generations",
        "/openai/v1/moderations",
        "/openai/deployments/chat/chat/completions?api-version=2024-10-21",
        "/openai/v1/Chat/Completions",
        "/OPENAI/v1/embeddings",
      })
  void path_whenVertexHasNoSuchThing_then404ThatSaysWhatToUse(String path) {
    RunningBridge.Reply reply = bridge.post(path, "{}");

    assertThat(reply.status()).isEqualTo(404);
    if (path.startsWith("/openai")) {
      assertThat(error(reply).get("code").getAsString()).isEqualTo("unknown_url");
    }
  }

  @Test
  void models_whenReadByEitherSpelling_thenWhatTheCallerMayUse() {
    RunningBridge.Reply list = bridge.send(authorised("/openai/v1/models").GET());
    List<String> ids =
        list.json().getAsJsonArray("data").asList().stream()
            .map(model -> model.getAsJsonObject().get("id").getAsString())
            .toList();

    assertThat(ids)
        .containsExactly(
            "strict",
            "labelled",
            "chat",
            "pro",
            "thinking",
            "tuned",
            "gone",
            "text",
            "vectors",
            "google/gemini-2.5-flash");
    for (String name : List.of("chat", "google%2Fgemini-2.5-flash", "google/gemini-2.5-flash")) {
      RunningBridge.Reply model = bridge.send(authorised("/openai/v1/models/" + name).GET());
      assertThat(model.status()).as(name).isEqualTo(200);
      assertThat(model.json().get("id").getAsString()).isEqualTo(name.replace("%2F", "/"));
    }
    RunningBridge.Reply other =
        bridge.send(authorised("/openai/v1/models/google%2Fgemini-2.5-pro").GET());
    assertThat(other.status()).isEqualTo(404);
    assertThat(error(other).get("code").getAsString()).isEqualTo("model_not_found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"web_search_options\":{} | web_search_options",
        "\"functions\":[{\"name\":\"f\"}] | functions",
        "\"extra_body\":{\"google\":{\"cached_content\":\"c\"}} | extra_body.google.cached_content",
      })
  void chat_whenTheRuleForbidsAMember_thenRefusedByName(String member, String param) {
    RunningBridge.Reply reply =
        bridge.post(
            CHAT,
            HELLO.formatted("," + member.strip()).replace("google/gemini-2.5-flash", "strict"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(error(reply).get("code").getAsString()).isEqualTo("field_not_allowed");
    assertThat(error(reply).get("param").getAsString()).isEqualTo(param);
  }

  @Test
  void chat_whenTheRuleCapsAnswers_thenVertexIsAskedForNoMore() {
    RunningBridge.Reply reply =
        bridge.post(
            CHAT,
            HELLO
                .formatted(",\"max_completion_tokens\":500")
                .replace("google/gemini-2.5-flash", "strict"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(lastCall().body()).contains("\"max_completion_tokens\":8");
  }

  @Test
  void chat_whenTheRuleDemandsLabels_thenRefusedWithTheReason() {
    RunningBridge.Reply reply =
        bridge.post(CHAT, HELLO.formatted("").replace("google/gemini-2.5-flash", "labelled"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(403);
    assertThat(error(reply).get("code").getAsString()).isEqualTo("terms_not_held");
    assertThat(error(reply).get("message").getAsString()).contains("labels");
  }

  @Test
  void predict_whenByAlias_thenTheAnswerNamesWhatAnswered() {
    RunningBridge.Reply flowers = bridge.post("/bridge/predict/iris", RunningBridge.ROWS);

    assertThat(flowers.status()).as(flowers.body()).isEqualTo(200);
    assertThat(flowers.header("x-bridge-alias")).isEqualTo("iris");
    assertThat(flowers.header("x-bridge-target"))
        .isEqualTo("europe-west4/endpoints/1234567890:predict");
    assertThat(flowers.header("x-bridge-model-version")).isEqualTo("1");
    assertThat(flowers.header("x-bridge-correlation-id")).isNotBlank();

    RunningBridge.Reply text = bridge.post("/bridge/predict/chat", RunningBridge.HELLO);
    assertThat(text.header("x-bridge-alias")).isEqualTo("chat");
    assertThat(text.header("x-bridge-model-version"))
        .isEqualTo(text.json().get("modelVersion").getAsString());
  }
}
