package io.github.vertexbridge.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.SandboxAccess;
import io.github.vertexbridge.sandbox.World;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GoogleLogCommandTest {
  @TempDir private Path directory = Path.of("");

  private record Run(int exit, String out, String err) {}

  private Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new GoogleLogCommand(directory))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  @Test
  void call_whenASandboxRuns_thenPrintsWhatTheFilterFinds() throws Exception {
    try (Sandbox sandbox = Sandbox.start(directory, World.standard())) {
      SandboxAccess.accessToken(sandbox);
      new RunFile(
              sandbox.admin().toString(),
              "",
              Map.of(),
              Map.of("bridge", ProcessHandle.current().pid()))
          .write(directory);

      Run all = run();
      Run one = run("--json", "protoPayload.methodName=\"GenerateAccessToken\"");
      Run none = run("\"nowhere\"");
      Run refused = run("NOT \"x\"");

      assertThat(all.exit()).isZero();
      assertThat(all.out().lines()).hasSize(2);
      assertThat(all.out()).contains("ExchangeToken  ok", "GenerateAccessToken  ok");
      assertThat(
              JsonParser.parseString(one.out())
                  .getAsJsonObject()
                  .getAsJsonArray("entries")
                  .toString())
          .contains("GenerateAccessToken")
          .doesNotContain("ExchangeToken");
      assertThat(none.exit()).isEqualTo(1);
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err()).contains("unexpected NOT");
    }
  }

  @Test
  void call_whenNothingRuns_thenSaysSo() {
    Run run = run();

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("./bridge run");
  }
}
