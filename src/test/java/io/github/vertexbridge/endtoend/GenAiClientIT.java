package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The released {@code @google/genai}, unmodified, against the running bridge. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GenAiClientIT {
  private RunningBridge bridge;
  private NodePrograms node;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    node = NodePrograms.in(directory, "@google");
    Path policy = Files.writeString(directory.resolve("policy.json"), EveryAction.policy());
    bridge =
        RunningBridge.start(
                "genai",
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

  @Test
  void snippet_whenRunAsTheDocumentationHasIt_thenItWorks() throws Exception {
    assertThat(node.run(bridge, NodePrograms.snippet("docs/drop-in.md")))
        .isEqualTo("You sent 1 tokens: hello\nYou sent 2 tokens: hello again");
  }

  @Test
  void everyCallOfTheSdk_whenMade_thenAsItsUserExpects() throws Exception {
    String output = node.run(bridge, NodePrograms.source("calls.mjs"));

    assertThat(output.lines()).allMatch(line -> line.startsWith("ok ")).hasSize(14);
  }

  @Test
  void call_whenVertexIsThrottled_thenTheSdkSendsItOnceOnly() throws Exception {
    long before = bridge.sandbox().counters().vertexRestCalls();
    bridge
        .sandbox()
        .faults()
        .add(
            "vertex",
            Fault.status(
                429,
                "{\"error\":{\"code\":429,\"message\":\"Resource exhausted.\","
                    + "\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":"
                    + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"39s\"}]}}"),
            1);
    String program =
        NodePrograms.source("calls.mjs").split("const calls = ", 2)[0]
            + "try { await ai.models.generateContent({ model: 'gemini-2.5-pro', contents: 'x' }); }"
            + " catch (e) { console.log(e.name, e.status); }";

    assertThat(node.run(bridge, program).strip()).isEqualTo("ApiError 429");
    assertThat(bridge.sandbox().counters().vertexRestCalls() - before).isEqualTo(1);
  }
}
