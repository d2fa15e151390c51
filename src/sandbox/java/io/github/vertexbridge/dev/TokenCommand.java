package io.github.vertexbridge.dev;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import io.github.vertexbridge.sandbox.CallerTokenRequest;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a caller's token, signed by the sandbox's Entra.",
      "By the sandbox that runs, or else with the key that the last one kept in target/sandbox."
    })
final class TokenCommand implements Callable<Integer> {
  @Option(
      names = "--role",
      description = "App role, may be repeated (default: ${DEFAULT-VALUE}).",
      defaultValue = "Bridge.Invoke")
  private List<String> roles = List.of();

  @Option(names = "--group", description = "Object id of a group, may be repeated.")
  private List<String> groups = List.of();

  @Option(
      names = "--caller",
      description = "Application that calls: support-app or operator-app (${DEFAULT-VALUE}).")
  private String caller = "support-app";

  @Option(names = "--json", description = "As {\"access_token\": …, \"token_type\": \"Bearer\"}.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.here();
    Optional<RunFile> running = RunFile.read(project.sandbox());
    String token = running.isPresent() ? ask(running.get(), roles, groups, caller) : sign(project);
    System.out.println(
        json ? new Gson().toJson(Map.of("access_token", token, "token_type", "Bearer")) : token);
    return 0;
  }

  /** A token of the sandbox that runs. */
  static String ask(RunFile running, List<String> roles, List<String> groups, String caller)
      throws IOException, InterruptedException {
    String body = new Gson().toJson(Map.of("roles", roles, "groups", groups, "caller", caller));
    AppClient.Reply reply =
        new AppClient(URI.create(running.admin())).post("/tokens", Optional.empty(), body);
    if (reply.status() != 200) {
      throw new IOException("the sandbox answered " + reply.status() + ": " + reply.body());
    }
    return JsonParser.parseString(reply.body()).getAsJsonObject().get("access_token").getAsString();
  }

  private String sign(Project project) {
    try (Sandbox sandbox = Sandbox.start(project.sandbox(), World.standard())) {
      return sandbox.callerToken(
          CallerTokenRequest.withRoles(roles.toArray(String[]::new)).groups(groups).caller(caller));
    }
  }
}
