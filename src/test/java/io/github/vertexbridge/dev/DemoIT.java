package io.github.vertexbridge.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.cli.PolicyCommand;
import io.github.vertexbridge.localhost.LibraryLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The demo against the staged app. */
class DemoIT {
  @TempDir private Path folder = Path.of("");

  private final AppOutput output = new AppOutput();
  private final Progress progress =
      new Progress(
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false);

  @BeforeEach
  void quiet() {
    LibraryLogs.quiet();
  }

  @ParameterizedTest
  @CsvSource({"2.9.0", "2.11.0"})
  void run_whenAllIsWell_thenAllCallsShareOneExchangeAndOneMint(String gson) throws Exception {
    try (LocalStack stack = LocalStack.start(Project.here(), progress, output)) {
      assumeTrue(stack.storage().isPresent(), "SKIPPED demo's queue call: " + NodeTools.MISSING);
      Demo.Result result = demo(stack, gson).run();
      assertThat(result.calls()).hasSize(4);
      assertThat(result.calls().get(2).request()).contains("queued", "succeeded", "attempts: 1");
      assertThat(result.exchanges()).isEqualTo(1);
      assertThat(result.mints()).isEqualTo(1);
      assertThat(DemoReport.text(result)).contains("managed-identity", "issuer", "setosa");
      assertThat(DemoReport.text(result) + DemoReport.json(result) + output.lastLines())
          .doesNotContain("eyJ")
          .doesNotContain("ya29");
      stack.writeRunFile();
      assertThat(changedCalls()).hasSize(2).allMatch(call -> call.contains("generateContent"));
    }
  }

  /** The demo's calls that a file without this action would decide otherwise. */
  private List<String> changedCalls() throws IOException {
    Path before = Path.of("src/main/resources/policy.json");
    String less = Files.readString(before).replace("\"generateContent\", \"stream", "\"stream");
    Path after = Files.writeString(folder.resolve("less.json"), less);
    StringWriter out = new StringWriter();
    int exit =
        new CommandLine(new PolicyCommand(new LocalAudit(Project.here().sandbox())))
            .setOut(new PrintWriter(out))
            .execute("diff", before.toString(), after.toString(), "--audit", "run", "--json");
    assertThat(exit).isEqualTo(1);
    JsonObject found = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(found.get("calls").getAsInt()).isEqualTo(4);
    List<String> calls = new ArrayList<>();
    found.getAsJsonArray("changes").forEach(change -> calls.add(change.toString()));
    return calls;
  }

  @ParameterizedTest
  @CsvSource({"sts,sts", "iam,impersonation", "vertex:europe-west4,vertex"})
  void run_whenAHopIsDown_thenFailsWithItsName(String component, String hop) throws Exception {
    try (LocalStack stack = LocalStack.start(Project.here(), progress, output)) {
      stack.sandbox().down(component);
      Demo demo = demo(stack, "2.9.0");
      assertThatThrownBy(demo::run)
          .isInstanceOfSatisfying(
              DemoFailure.class, failure -> assertThat(failure.hop()).isEqualTo(hop));
    }
  }

  private Demo demo(LocalStack stack, String gson) throws Exception {
    return new Demo(
        stack, stack.startHost(0, gson).uri(), output, progress, InstantSource.system());
  }
}
