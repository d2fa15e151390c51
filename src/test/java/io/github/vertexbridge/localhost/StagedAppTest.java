package io.github.vertexbridge.localhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedAppTest {
  @TempDir Path directory = Path.of("");

  @BeforeEach
  void stage() throws Exception {
    ProbeApp.stage(directory, "{\"version\":\"2.0\"}", false);
  }

  @Test
  void read_whenFunctionsAreThere_thenListsThemInTheHostsOrder() throws Exception {
    assertThat(StagedApp.read(directory, Map.of()).functions())
        .extracting(FunctionDefinition::name)
        .containsExactly(
            "bytes", "echo", "fail", "first", "loader", "must", "queue", "second", "text",
            "unbound");
  }

  @Test
  void read_whenASettingDisablesAFunction_thenLeavesItOut() throws Exception {
    assertThat(StagedApp.read(directory, Map.of("AzureWebJobs.queue.Disabled", "true")).functions())
        .extracting(FunctionDefinition::name)
        .doesNotContain("queue");
  }

  @Test
  void read_whenAKeyIsNeeded_thenRefuses() throws Exception {
    function("keyed", "{\"type\":\"httpTrigger\",\"name\":\"r\",\"authLevel\":\"FUNCTION\"}");
    assertThatThrownBy(() -> StagedApp.read(directory, Map.of()))
        .isInstanceOf(UnsupportedAppException.class)
        .hasMessageContaining("keyed")
        .hasMessageContaining("authLevel");
  }

  @Test
  void read_whenThereIsABindingThatItDoesNotKnow_thenRefuses() throws Exception {
    function(
        "out",
        "{\"type\":\"httpTrigger\",\"name\":\"r\",\"authLevel\":\"ANONYMOUS\"},"
            + "{\"type\":\"queue\",\"direction\":\"out\",\"name\":\"q\"}");
    assertThatThrownBy(() -> StagedApp.read(directory, Map.of()))
        .isInstanceOf(UnsupportedAppException.class)
        .hasMessageContaining("out has a binding queue");
  }

  @Test
  void read_whenTheJarIsMissing_thenSaysWhich() throws Exception {
    Files.delete(directory.resolve("probe-1.0.jar"));
    assertThatThrownBy(() -> StagedApp.read(directory, Map.of()))
        .isInstanceOf(UnsupportedAppException.class)
        .hasMessageContaining("probe-1.0.jar");
  }

  private void function(String name, String bindings) throws Exception {
    Path folder = Files.createDirectories(directory.resolve(name));
    Files.writeString(
        folder.resolve("function.json"),
        "{\"scriptFile\":\"../probe-1.0.jar\",\"entryPoint\":\"a.B.c\",\"bindings\":[%s]}"
            .formatted(bindings));
  }
}
