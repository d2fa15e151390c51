package io.github.vertexbridge.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
  @TempDir Path directory = Path.of("");

  @Test
  void read_whenTheLauncherLives_thenGivesWhatWasWritten() throws Exception {
    RunFile run =
        new RunFile(
            "http://a", "http://b", Map.of(), Map.of("bridge", ProcessHandle.current().pid()));
    run.write(directory);
    assertThat(RunFile.read(directory)).contains(run);
    RunFile.delete(directory);
    assertThat(RunFile.read(directory)).isEmpty();
  }

  @Test
  void read_whenTheLauncherWasKilled_thenNothing() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    new RunFile("http://a", "", Map.of(), Map.of("bridge", dead.pid())).write(directory);
    assertThat(RunFile.read(directory)).isEmpty();
  }

  @Test
  void read_whenDamaged_thenSaysWhichFile() throws Exception {
    Files.writeString(directory.resolve("run.json"), "{");
    assertThatThrownBy(() -> RunFile.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("run.json");
  }
}
