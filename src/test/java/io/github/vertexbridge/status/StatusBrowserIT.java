package io.github.vertexbridge.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.dev.NodeTools;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The status page in Chromium: phone and desktop, light and dark, with axe. Screenshots stay in
 * {@code target/status}. Skipped with the reason where Chromium or Node.js is not on the PATH.
 */
class StatusBrowserIT {
  private static final Path FOLDER = Path.of("target/status");
  private static final Path PROJECT = Path.of("src/test/browser");
  private static final int MINUTES = 5;

  private static Optional<Path> chromium() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Test
  void page_whenSeenInChromium_thenCleanInEveryStateAndLook() throws Exception {
    Optional<Path> browser = chromium();
    assumeTrue(browser.isPresent(), "status page in a browser: chromium is not on the PATH");
    Optional<NodeTools> node = NodeTools.find(System.getenv(), PROJECT);
    assumeTrue(node.isPresent(), "status page in a browser: Node.js is not on the PATH");
    StatusPage page = new StatusPage();
    Files.createDirectories(FOLDER);
    Map<String, Snapshot> states =
        Map.of(
            "busy", Snapshots.busy(),
            "empty", Snapshots.empty(),
            "degraded", Snapshots.degraded(),
            "hostile", Snapshots.hostile());
    for (Map.Entry<String, Snapshot> state : states.entrySet()) {
      Files.writeString(
          FOLDER.resolve(state.getKey() + ".html"), page.render(state.getValue(), true));
    }

    List<JsonObject> seen = check(node.get(), browser.get(), page.securityPolicy());

    assertThat(seen).hasSize(states.size() * 4);
    for (JsonObject look : seen) {
      List<String> problems =
          StreamSupport.stream(look.getAsJsonArray("problems").spliterator(), false)
              .map(JsonElement::getAsString)
              .toList();
      assertThat(problems).as(look.get("page") + " " + look.get("look")).isEmpty();
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.filter(f -> f.toString().endsWith(".png"))).hasSize(seen.size());
    }
  }

  private static List<JsonObject> check(NodeTools node, Path browser, String policy)
      throws IOException, InterruptedException {
    Path packages = node.packages(System.out::println);
    // Modules are looked for beside the script.
    Path script = Files.createTempFile(packages, "check-", ".mjs");
    Path output = FOLDER.resolve("check.jsonl");
    try {
      Files.writeString(script, Files.readString(PROJECT.resolve("check.mjs")));
      Process process =
          new ProcessBuilder(
                  node.node().toString(),
                  script.toString(),
                  browser.toString(),
                  FOLDER.toAbsolutePath().toString(),
                  policy)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      try {
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("the browser ended").isTrue();
      } finally {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(text).isZero();
      return text.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    } finally {
      Files.deleteIfExists(script);
    }
  }
}
