package io.github.vertexbridge.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertexbridge.localhost.LibraryLogs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo against the staged app. */
class DemoIT {
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
    }
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
