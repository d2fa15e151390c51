package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The released {@code openai}, unmodified, against the running bridge. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiClientIT {
  private RunningBridge bridge;
  private NodePrograms node;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    node = NodePrograms.in(directory, "openai");
    Path policy = Files.writeString(directory.resolve("policy.json"), OpenAiPolicy.JSON);
    bridge =
        RunningBridge.start(
                "openai-client",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD.with("BRIDGE_POLICY", policy.toString()))
            .ready();
  }

  @AfterAll
  void stop() throws IOException {
    if (bridge != null) {
      bridge.close();
      node.close();
    }
  }

  @AfterEach
  void forget() {
    bridge.sandbox().faults().clear();
  }

  @Test
  void snippet_whenRunAsTheDocumentationHasIt_thenItWorks() throws Exception {
    assertThat(node.run(bridge, NodePrograms.snippet("docs/openai.md")))
        .isEqualTo(
            "You sent 1 tokens: hello\nYou sent 2 tokens: hello again\n768 dimensions, 2 tokens\n");
  }

  @Test
  void everyCallOfTheSdk_whenMade_thenAsItsUserExpects() throws Exception {
    String output = node.run(bridge, NodePrograms.source("openai.mjs"));

    assertThat(output.lines()).allMatch(line -> line.startsWith("ok ")).hasSize(16);
  }

  /**
   * The answer to a call, as the SDK's user sees it: the error, and how often a token was asked.
   */
  private JsonObject outcome() throws Exception {
    String program =
        NodePrograms.source("openai.mjs").split("const calls = ", 2)[0]
            + """
            const e = await fails(openai.chat.completions.create({
              model: 'google/gemini-2.5-flash', messages: ask('x') }));
            const { status, type, param, code, message } = e;
            console.log(JSON.stringify({
              name: e.constructor.name, status, type, param, code, message, tries: tokensAsked }));
            """;
    return JsonParser.parseString(node.run(bridge, program)).getAsJsonObject();
  }

  private static String error(int status, String rpcStatus, String details) {
    return "[{\"error\":{\"code\":%d,\"message\":\"Vertex's own words.\",\"status\":\"%s\",\"details\":[%s]}}]"
        .formatted(status, rpcStatus, details);
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT, BadRequestError, vertex_invalid_request",
    "403, PERMISSION_DENIED, PermissionDeniedError, vertex_permission_denied",
    "404, NOT_FOUND, NotFoundError, model_not_found",
  })
  void error_whenVertexRefuses_thenItsClassAndMessageAndOneCall(
      int status, String rpcStatus, String name, String code) throws Exception {
    bridge
        .sandbox()
        .faults()
        .untilCleared("vertex", Fault.status(status, error(status, rpcStatus, "")));
    long before = bridge.sandbox().counters().vertexRestCalls();

    JsonObject outcome = outcome();

    assertThat(outcome.get("name").getAsString()).isEqualTo(name);
    assertThat(outcome.get("code").getAsString()).isEqualTo(code);
    assertThat(outcome.get("message").getAsString()).contains("Vertex's own words.");
    assertThat(outcome.get("tries").getAsInt()).isEqualTo(1);
    assertThat(bridge.sandbox().counters().vertexRestCalls() - before).isEqualTo(1);
  }

  @Test
  void error_whenTheWaitIsLong_thenTheProgramIsToldAtOnce() throws Exception {
    bridge
        .sandbox()
        .faults()
        .untilCleared(
            "vertex",
            Fault.status(
                429,
                error(
                    429,
                    "RESOURCE_EXHAUSTED",
                    "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"90s\"}")));
    long before = bridge.sandbox().counters().vertexRestCalls();

    JsonObject outcome = outcome();

    assertThat(outcome.get("name").getAsString()).isEqualTo("RateLimitError");
    assertThat(outcome.get("type").getAsString()).isEqualTo("rate_limit_error");
    assertThat(outcome.get("code").getAsString()).isEqualTo("rate_limit_exceeded");
    assertThat(outcome.get("tries").getAsInt()).isEqualTo(1);
    assertThat(bridge.sandbox().counters().vertexRestCalls() - before).isEqualTo(1);
  }

  @Test
  void call_whenVertexIsThrottled_thenTheClientWaitsAsToldAndVertexIsCalledAgain()
      throws Exception {
    String busy =
        error(
            429,
            "RESOURCE_EXHAUSTED",
            "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"1.2s\"}");
    bridge.sandbox().faults().add("vertex", Fault.status(429, busy, Map.of()), 1);
    long before = bridge.sandbox().counters().vertexRestCalls();
    String program =
        NodePrograms.source("openai.mjs").split("const calls = ", 2)[0]
            + """
            const began = Date.now();
            const answer = await openai.chat.completions.create({
              model: 'google/gemini-2.5-flash', messages: ask('hello') });
            console.log(JSON.stringify({ text: answer.choices[0].message.content,
              tries: tokensAsked, waited: Date.now() - began >= 1200 }));
            """;

    JsonObject outcome = JsonParser.parseString(node.run(bridge, program)).getAsJsonObject();

    long calls = bridge.sandbox().counters().vertexRestCalls() - before;
    System.out.printf(
        "Vertex calls per client call on a throttled target: %d (client tries: %d)%n",
        calls, outcome.get("tries").getAsInt());
    assertThat(outcome.get("text").getAsString()).isEqualTo("You sent 1 tokens: hello");
    assertThat(outcome.get("waited").getAsBoolean()).isTrue();
    assertThat(calls).isEqualTo(2);
  }
}
