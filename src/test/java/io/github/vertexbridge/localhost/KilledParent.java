package io.github.vertexbridge.localhost;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Starts a program that prints {@code child PID}, and kills it hard. */
public final class KilledParent {
  private KilledParent() {}

  /** The child, after its parent was killed. */
  public static ProcessHandle childOf(Class<?> parent, Path argument)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                parent.getName(),
                argument.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      while (line != null && !line.startsWith("child ")) {
        line = reader.readLine();
      }
      if (line == null) {
        throw new AssertionError(parent + " ended before it had a child");
      }
      return ProcessHandle.of(Long.parseLong(line.substring("child ".length()))).orElseThrow();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
