package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    assertThat(output.lines()).allMatch(line -> line.startsWith("ok ")).hasSize(17);
  }

  /** A call that fails, as the SDK's user sees it, and how often the SDK tried. */
  private JsonObject outcome(String model) throws Exception {
    return run(
        """
        const e = await fails(openai.chat.completions.create({
          model: '%s', messages: ask('x') }));
        const { status, type, param, code, message } = e;
        console.log(JSON.stringify({
          name: e.constructor.name, status, type, param, code, message, tries: tokensAsked }));
        """
            .formatted(model));
  }

  private JsonObject run(String program) throws Exception {
    String client = NodePrograms.source("openai.mjs").split("const calls = ", 2)[0];
    return JsonParser.parseString(node.run(bridge, client + program)).getAsJsonObject();
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

    JsonObject outcome = outcome("google/gemini-2.5-flash");

    assertThat(outcome.get("name").getAsString()).isEqualTo(name);
    assertThat(outcome.get("code").getAsString()).isEqualTo(code);
    assertThat(outcome.get("message").getAsString()).contains("Vertex's own words.");
    assertThat(outcome.get("tries").getAsInt()).isEqualTo(1);
    assertThat(bridge.sandbox().counters().vertexRestCalls() - before).isEqualTo(1);
  }

  /** A target that is busy for this long. */
  private static Fault busy(String delay) {
    return Fault.status(
        429,
        error(
            429,
            "RESOURCE_EXHAUSTED",
            "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"%s\"}"
                .formatted(delay)));
  }

  /** The models of these tests are no others' in this class: targets stay busy for their time. */
  @Test
  void calls_whenVertexIsThrottled_thenItIsCalledOnceWithinTheCoolDown() throws Exception {
    bridge.sandbox().faults().untilCleared("vertex", busy("90s"));
    long before = bridge.sandbox().counters().vertexRestCalls();

    JsonObject first = outcome("meta/busy");
    for (int i = 1; i < 5; i++) {
      assertThat(outcome("meta/busy").get("status").getAsInt()).isEqualTo(429);
    }

    long calls = bridge.sandbox().counters().vertexRestCalls() - before;
    System.out.printf("Vertex calls for 5 client calls on a throttled target: %d%n", calls);
    assertThat(first.get("name").getAsString()).isEqualTo("RateLimitError");
    assertThat(first.get("type").getAsString()).isEqualTo("rate_limit_error");
    assertThat(first.get("code").getAsString()).isEqualTo("rate_limit_exceeded");
    assertThat(first.get("tries").getAsInt()).as("the wait is long").isEqualTo(1);
    assertThat(calls).isEqualTo(1);
  }

  /** The bridge waits itself if there is time; here the client says that there is not. */
  @Test
  void call_whenToldToWait_thenTheClientWaitsAndVertexIsCalledOnceMore() throws Exception {
    bridge.sandbox().faults().add("vertex", busy("4s"), 1);
    long before = bridge.sandbox().counters().vertexRestCalls();

    JsonObject outcome =
        run(
            """
            const began = Date.now();
            const answer = await openai.chat.completions.create(
              { model: 'pro', messages: ask('hello') }, { timeout: 3000 });
            console.log(JSON.stringify({ text: answer.choices[0].message.content,
              tries: tokensAsked, waited: Date.now() - began >= 3900 }));
            """);

    assertThat(outcome.get("text").getAsString()).isEqualTo("You sent 1 tokens: hello");
    assertThat(outcome.get("waited").getAsBoolean()).isTrue();
    assertThat(outcome.get("tries").getAsInt()).isEqualTo(2);
    assertThat(bridge.sandbox().counters().vertexRestCalls() - before).isEqualTo(2);
  }

  @Test
  void call_whenTheBridgeHasTriedEnough_thenTheClientDoesNotMultiplyIt() throws Exception {
    bridge
        .sandbox()
        .faults()
        .untilCleared("vertex", Fault.status(503, error(503, "UNAVAILABLE", "")));
    long before = bridge.sandbox().counters().vertexRestCalls();

    JsonObject outcome = outcome("meta/down");

    long calls = bridge.sandbox().counters().vertexRestCalls() - before;
    System.out.printf("Vertex calls per client call while Vertex is down: %d%n", calls);
    assertThat(outcome.get("name").getAsString()).isEqualTo("InternalServerError");
    assertThat(outcome.get("tries").getAsInt()).isEqualTo(1);
    assertThat(calls).isLessThanOrEqualTo(3);
  }
}
