package io.github.vertexbridge.dev;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "smoke",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the demo's HTTP calls against an app that is served anywhere.",
      "By the real Functions Java worker, func start or a deployment; prints statuses and bodies."
          + " SKIPs without a URL; calls that need a caller's token are SKIPped without"
          + " BRIDGE_TOKEN."
    })
final class SmokeCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description = "Origin of the app; else the environment's BRIDGE_URL.")
  private String url = System.getenv().getOrDefault("BRIDGE_URL", "");

  @Option(names = "--project", description = "Google project (${DEFAULT-VALUE}).")
  private String project = "vertex-sandbox";

  @Option(names = "--location", description = "Vertex location (${DEFAULT-VALUE}).")
  private String location = "europe-west4";

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (url.isEmpty()) {
      System.out.println("SKIP smoke: no URL given, and BRIDGE_URL is not set");
      return 0;
    }
    AppClient app = new AppClient(URI.create(url));
    DemoRequests requests = DemoRequests.of(project, location);
    Optional<String> token =
        Optional.ofNullable(System.getenv("BRIDGE_TOKEN")).filter(value -> !value.isBlank());
    boolean ok = expect("live", 200, app.get("/bridge/health/live"));
    ok &= expect("ready", 200, app.get("/bridge/health/ready"));
    AppClient.Reply anonymous =
        app.post(requests.generatePath(), Optional.empty(), requests.generateBody());
    ok &= expect("generateContent without a token", 401, anonymous);
    if (anonymous.challenge().isEmpty()) {
      System.out.println("FAIL that 401 has no WWW-Authenticate");
      ok = false;
    }
    ok &= expect("no such path", 404, app.get("/no/such/path"));
    if (token.isEmpty()) {
      System.out.println("SKIP generateContent and predict: BRIDGE_TOKEN is not set");
      return ok ? 0 : 1;
    }
    ok &=
        expect(
            "generateContent",
            200,
            app.post(requests.generatePath(), token, requests.generateBody()));
    ok &=
        expect(
            "predict iris", 200, app.post(requests.predictPath(), token, requests.predictBody()));
    return ok ? 0 : 1;
  }

  private static boolean expect(String what, int status, AppClient.Reply reply) {
    boolean ok = reply.status() == status;
    System.out.printf(
        "%s %s: %d%s%n     %s%n",
        ok ? "ok  " : "FAIL",
        what,
        reply.status(),
        ok ? "" : ", expected " + status,
        reply.body().strip());
    return ok;
  }
}
