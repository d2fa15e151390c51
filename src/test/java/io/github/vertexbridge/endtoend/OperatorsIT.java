package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.vertexbridge.cli.DoctorCommand;
import io.github.vertexbridge.cli.Fetch;
import io.github.vertexbridge.cli.StatusCommand;
import io.github.vertexbridge.sandbox.CallerTokenRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Doctor and status page of the staged app. */
class OperatorsIT {
  private static RunningBridge bridge;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    bridge =
        RunningBridge.start(
                "operators",
                directory,
                Deployed.sample("impersonate").world(),
                Deployed.sample("impersonate").variant())
            .ready();
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static String token(String role) {
    return bridge.sandbox().callerToken(CallerTokenRequest.withRoles(role));
  }

  private static RunningBridge.Reply get(String path, String role) {
    return bridge.send(bridge.request(path).header("Authorization", "Bearer " + token(role)).GET());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bridge/doctor", "/bridge/status"})
  void pages_whenTheCallerIsNoOperator_thenNothingIsTold(String path) {
    RunningBridge.Reply stranger = bridge.send(bridge.request(path).GET());
    RunningBridge.Reply caller = get(path, "Bridge.Invoke");

    assertThat(stranger.status()).isEqualTo(401);
    assertThat(caller.status()).isEqualTo(403);
    assertThat(caller.reason()).isEqualTo("OPERATORS_ONLY");
    assertThat(stranger.body() + caller.body()).doesNotContain("findings", "Tokens", "sts.windows");
  }

  @Test
  void doctor_whenAnOperatorAsksTwice_thenOneLookServesBoth() {
    RunningBridge.Reply first = get("/bridge/doctor", "Bridge.Operate");
    long exchanges = bridge.sandbox().counters().stsRequests();
    RunningBridge.Reply second = get("/bridge/doctor", "Bridge.Operate");

    assertThat(first.status()).as(first.body()).isEqualTo(200);
    JsonObject report = first.json();
    assertThat(report.getAsJsonObject("observed").getAsJsonArray("looks").size())
        .isGreaterThanOrEqualTo(4);
    assertThat(report.getAsJsonObject("observed").getAsJsonObject("platform").get("gson.version"))
        .isNotNull();
    assertThat(first.body()).contains("\"hop\" : \"managed-identity\"").doesNotContain("ya29.");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(bridge.sandbox().counters().stsRequests()).isEqualTo(exchanges);
  }

  /** What the command would get over HTTP, by this test's client. */
  private static Fetch.Page fetch(URI page, Optional<String> token) {
    var request =
        bridge.request(page.getPath() + (page.getQuery() == null ? "" : "?" + page.getQuery()));
    token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    RunningBridge.Reply reply = bridge.send(request.GET());
    return new Fetch.Page(reply.status(), reply.body());
  }

  private record Run(int exit, String out, String err) {}

  private static Run run(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  private static Path file(Path folder, String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void command_whenGivenUrlTokenAndExport_thenJudgesTheLiveClaimsByTheExport(@TempDir Path folder)
      throws Exception {
    Deployed deployed = Deployed.sample("impersonate");
    JsonObject provider = deployed.at("deployment", "google", "provider").getAsJsonObject();
    provider.addProperty("attributeCondition", "assertion.sub == 'somebody else'");
    String operator = file(folder, "token", token("Bridge.Operate")).toString();
    String export =
        file(folder, "deployment.json", deployed.at("deployment").toString()).toString();

    Run run =
        run(
            new DoctorCommand(OperatorsIT::fetch, InstantSource.system()),
            "--url",
            bridge.uri().toString(),
            "--token-from",
            operator,
            "--infra",
            export,
            "--only",
            "sts");

    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    assertThat(run.out())
        .contains("WARNING B17 sts", "STS takes the token, though by the export it should not")
        .contains("assertion.sub == \"somebody else\": false");
  }

  @Test
  void command_whenTheTokenIsNoOperators_thenSaysWhichRole_andExits2(@TempDir Path folder)
      throws Exception {
    String caller = file(folder, "token", token("Bridge.Invoke")).toString();

    Run run =
        run(
            new DoctorCommand(OperatorsIT::fetch, InstantSource.system()),
            "--url",
            bridge.uri().toString(),
            "--token-from",
            caller);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("has not the app role Bridge.Operate");
  }

  @Test
  void status_whenAnOperatorAsks_thenAPageWithoutScripts_thatShowsTokensAndCalls() {
    assertThat(bridge.post("/bridge/predict/nobody", RunningBridge.ROWS).status()).isEqualTo(404);

    RunningBridge.Reply page = get("/bridge/status", "Bridge.Operate");

    assertThat(page.status()).as(page.body()).isEqualTo(200);
    assertThat(page.header("content-type")).startsWith("text/html");
    assertThat(page.header("content-security-policy")).startsWith("default-src 'none'");
    assertThat(page.header("refresh")).isEqualTo("30");
    assertThat(page.header("cache-control")).isEqualTo("no-store");
    assertThat(page.body())
        .contains("vertex-bridge@my-vertex-project.iam.gserviceaccount.com")
        .contains("ALIAS_UNKNOWN")
        .contains("managed-identity")
        .doesNotContain("<script");
  }

  @Test
  void statusCommand_whenGivenAToken_thenSavesThePage(@TempDir Path folder) throws Exception {
    String operator = file(folder, "token", token("Bridge.Operate")).toString();
    Path saved = folder.resolve("status.html");

    Run run =
        run(
            new StatusCommand(OperatorsIT::fetch),
            bridge.uri().toString(),
            "--token-from",
            operator,
            "-o",
            saved.toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Files.readString(saved)).startsWith("<!DOCTYPE html>").contains("go on");
  }
}
