package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The released {@code @google/genai}, unmodified, against the running bridge: every call that it
 * has in Vertex mode, each a test of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GenAiClientIT {
  private RunningBridge bridge;
  private NodePrograms node;

  /** Failure by row, "" for none. */
  private final Map<String, String> results = new LinkedHashMap<>();

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
    StringBuilder program = new StringBuilder();
    program.append("process.env.SANDBOX_ADMIN = '").append(bridge.sandbox().admin()).append("';\n");
    for (String part : new String[] {"client", "calls", "jobs", "failures", "run"}) {
      program.append(NodePrograms.source("genai-" + part + ".mjs"));
    }
    node.run(bridge, program.toString())
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .forEach(line -> results.put(line.get("row").getAsString(), failure(line)));
  }

  private static String failure(JsonObject line) {
    return line.has("failure") ? line.get("failure").getAsString() : "";
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

  Stream<String> rows() {
    return results.keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void call_whenMadeByTheSdk_thenAsItsUserExpects(String row) {
    assertThat(results.get(row)).isEmpty();
  }

  /** Calls of the SDK that a row must be about: a row that is lost is not a row that passes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "generateContent",
        "chats",
        "generateContentStream",
        "countTokens",
        "computeTokens",
        "(predict)",
        "(embedContent)",
        "models.list",
        "models.get",
        "generateImages",
        "generateVideos",
        "operations",
        "batches",
        "tunings",
        "caches",
        "interactions",
        "live",
        "files",
        "error 400",
        "error 401",
        "error 403",
        "error 404",
        "error 429",
        "error 503",
        "retryOptions",
        "timeout"
      })
  void calls_whenCounted_thenNoneIsMissing(String part) {
    assertThat(results.keySet()).anyMatch(row -> row.contains(part));
  }
}
