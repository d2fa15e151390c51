package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertexbridge.dev.NodeTools;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The released {@code @google/genai}, unmodified, against the running bridge. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GenAiClientIT {
  private static final Pattern SNIPPET = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);

  private RunningBridge bridge;
  private NodeTools node;
  private Path project;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    Optional<NodeTools> found = NodeTools.find(System.getenv(), Path.of("src/test/node"));
    assumeTrue(found.isPresent(), "SKIP: Node.js is not on the PATH, so no SDK can be run");
    node = found.get();
    project = Files.createDirectories(directory.resolve("program"));
    Path packages = node.packages(step -> {}).resolve("node_modules").toAbsolutePath();
    Path modules = Files.createDirectories(project.resolve("node_modules"));
    Files.createSymbolicLink(modules.resolve("@google"), packages.resolve("@google"));
    Path identity = Files.createDirectories(modules.resolve("@azure/identity"));
    Files.writeString(identity.resolve("package.json"), "{\"type\":\"module\",\"main\":\"i.js\"}");
    // The one thing that is not there: an Azure to get the token from.
    Files.writeString(
        identity.resolve("i.js"),
        "export class DefaultAzureCredential {"
            + " async getToken() { return { token: process.env.BRIDGE_TOKEN }; } }");
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
      // Or else the temporary folder's removal warns of a link that leads out of it.
      Files.delete(project.resolve("node_modules/@google"));
    }
  }

  @Test
  void snippet_whenRunAsTheDocumentationHasIt_thenItWorks() throws Exception {
    Matcher snippet = SNIPPET.matcher(Files.readString(Path.of("docs/drop-in.md")));
    assertThat(snippet.find()).isTrue();

    String output = run(Files.writeString(project.resolve("snippet.mjs"), snippet.group(1)));

    assertThat(output).isEqualTo("You sent 1 tokens: hello\nYou sent 2 tokens: hello again");
  }

  @Test
  void everyCallOfTheSdk_whenMade_thenAsItsUserExpects() throws Exception {
    String output =
        run(Files.copy(Path.of("src/test/node/calls.mjs"), project.resolve("calls.mjs")));

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
            new io.github.vertexbridge.sandbox.Fault.Status(
                429,
                "{\"error\":{\"code\":429,\"message\":\"Resource exhausted.\","
                    + "\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":"
                    + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"39s\"}]}}",
                Map.of("Content-Type", "application/json")),
            1);
    Path program =
        Files.writeString(
            project.resolve("throttled.mjs"),
            Files.readString(Path.of("src/test/node/calls.mjs")).split("const calls = ", 2)[0]
                + "try { await ai.models.generateContent({ model: 'gemini-2.5-pro', contents: 'x' }); }"
                + " catch (e) { console.log(e.name, e.status); }");

    assertThat(run(program).strip()).isEqualTo("ApiError 429");
    assertThat(bridge.sandbox().counters().vertexRestCalls() - before).isEqualTo(1);
  }

  private String run(Path program) throws IOException, InterruptedException {
    Path output = Files.createTempFile(project, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(node.node().toString(), program.toAbsolutePath().toString())
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "BRIDGE_URL", bridge.uri().toString(),
                "BRIDGE_API_AUDIENCE", "api://bridge",
                "BRIDGE_TOKEN", bridge.token(),
                "GOOGLE_CLOUD_PROJECT", "vertex-sandbox",
                "GOOGLE_CLOUD_LOCATION", "europe-west4"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("node ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    assertThat(process.exitValue()).as(text.replace(bridge.token(), "TOKEN")).isZero();
    return text;
  }
}
