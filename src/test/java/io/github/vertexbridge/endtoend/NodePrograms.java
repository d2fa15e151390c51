package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertexbridge.dev.NodeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder in which programs see the released packages of {@code src/test/node}, unmodified, and a
 * stub of {@code @azure/identity}: the one thing that is not there is an Azure to get tokens from.
 */
final class NodePrograms implements AutoCloseable {
  private static final Path PROGRAMS = Path.of("src/test/node");
  private static final Pattern SNIPPET = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);

  private final NodeTools node;
  private final Path folder;
  private final List<String> packages;

  private NodePrograms(NodeTools node, Path folder, List<String> packages) {
    this.node = node;
    this.folder = folder;
    this.packages = packages;
  }

  /**
   * Skips the test where Node.js is not there.
   *
   * @param packages folders of {@code node_modules}
   */
  static NodePrograms in(Path directory, String... packages)
      throws IOException, InterruptedException {
    Optional<NodeTools> node = NodeTools.find(System.getenv(), PROGRAMS);
    assumeTrue(node.isPresent(), "SKIP: Node.js is not on the PATH, so no SDK can be run");
    Path folder = Files.createDirectories(directory.resolve("program"));
    Path installed = node.get().packages(step -> {}).resolve("node_modules").toAbsolutePath();
    Path modules = Files.createDirectories(folder.resolve("node_modules"));
    for (String name : packages) {
      Files.createSymbolicLink(modules.resolve(name), installed.resolve(name));
    }
    Path identity = Files.createDirectories(modules.resolve("@azure/identity"));
    Files.writeString(identity.resolve("package.json"), "{\"type\":\"module\",\"main\":\"i.js\"}");
    Files.writeString(
        identity.resolve("i.js"),
        "export class DefaultAzureCredential {"
            + " async getToken() { return { token: process.env.BRIDGE_TOKEN }; } }");
    return new NodePrograms(node.get(), folder, List.of(packages));
  }

  /** A program of {@code src/test/node}. */
  static String source(String name) throws IOException {
    return Files.readString(PROGRAMS.resolve(name));
  }

  /** The first JavaScript of a page of the documentation. */
  static String snippet(String page) throws IOException {
    Matcher snippet = SNIPPET.matcher(Files.readString(Path.of(page)));
    assertThat(snippet.find()).as("snippet in " + page).isTrue();
    return snippet.group(1);
  }

  /** What a program prints; it must end well, within two minutes. */
  String run(RunningBridge bridge, String program) throws IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "program", ".mjs");
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                node.node().toString(),
                Files.writeString(file, program).toAbsolutePath().toString())
            .directory(folder.toFile())
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

  /** Or else the temporary folder's removal warns of links that lead out of it. */
  @Override
  public void close() throws IOException {
    for (String name : packages) {
      Files.delete(folder.resolve("node_modules").resolve(name));
    }
  }
}
