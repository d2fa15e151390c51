package io.github.vertexbridge.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertexbridge.dev.NodeTools;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code infra/tests/run.sh} once, with its output in the build's. What cannot run here is a
 * skipped test with the reason: all without Node.js, layer B without Terraform.
 */
class InfrastructureIT {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Pattern SUMMARY = Pattern.compile("ran (\\d+), skipped (\\d+)(?:: (.*))?");

  private static final List<String> OUTPUT = new CopyOnWriteArrayList<>();
  private static int exit;

  private static boolean nodeIsThere() {
    return NodeTools.find(System.getenv(), Path.of("src/sandbox/node")).isPresent();
  }

  @BeforeAll
  static void run() throws IOException, InterruptedException {
    if (!nodeIsThere()) {
      return;
    }
    Process process =
        new ProcessBuilder("sh", "infra/tests/run.sh").redirectErrorStream(true).start();
    process.getOutputStream().close();
    Thread pump = new Thread(() -> pump(process), "infra-output");
    pump.setDaemon(true);
    pump.start();
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("infra/tests/run.sh did not end in time; its last lines: %s", lastLines())
          .isTrue();
      pump.join(PATIENCE.toMillis());
      exit = process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  @AfterAll
  static void forget() {
    OUTPUT.clear();
  }

  private static void pump(Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        OUTPUT.add(line);
        System.out.println(line);
      }
    } catch (IOException e) {
      OUTPUT.add("output lost: " + e.getMessage());
    }
  }

  private static String lastLines() {
    return String.join("\n", OUTPUT.subList(Math.max(0, OUTPUT.size() - 20), OUTPUT.size()));
  }

  private static Matcher summary() {
    assumeTrue(nodeIsThere(), "infra/tests/run.sh: Node.js with npm is not on the PATH");
    Matcher summary = SUMMARY.matcher(OUTPUT.isEmpty() ? "" : OUTPUT.get(OUTPUT.size() - 1));
    assertThat(summary.matches()).as(lastLines()).isTrue();
    return summary;
  }

  @Test
  void configuration_passesEveryCheckThatRanHere() {
    Matcher summary = summary();

    assertThat(OUTPUT).filteredOn(line -> line.startsWith("FAIL")).isEmpty();
    assertThat(exit).as(lastLines()).isZero();
    assertThat(Integer.parseInt(summary.group(1))).isPositive();
  }

  @Test
  void everyCheck_ranHere() {
    Matcher summary = summary();

    assumeTrue(
        summary.group(2).equals("0"),
        "infra/tests/run.sh: " + summary.group(2) + " checks: " + summary.group(3));
  }
}
