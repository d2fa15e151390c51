package io.github.vertexbridge.dev;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What operators do about jobs, over HTTP: the app checks who they are, and logs what they do. */
@Command(
    name = "jobs",
    mixinStandardHelpOptions = true,
    description = "Looks after jobs and poison messages of an app.",
    subcommands = {JobsCommand.Poison.class})
final class JobsCommand {

  /** Which app, and as whom. */
  static final class Where {
    @Option(
        names = "--url",
        description = "Origin of the app; else BRIDGE_URL, else the app of ./bridge run.")
    private String url = System.getenv().getOrDefault("BRIDGE_URL", "");

    /** Makes the request and prints the answer. */
    int call(String method, String path) throws IOException, InterruptedException {
      Optional<RunFile> running = RunFile.read(Project.here().sandbox());
      String origin = url.isEmpty() ? running.map(RunFile::app).orElse("") : url;
      if (origin.isEmpty()) {
        System.err.println("bridge: no app: give --url, set BRIDGE_URL, or start ./bridge run");
        return 2;
      }
      Optional<String> token = token(origin, running);
      if (token.isEmpty()) {
        System.err.println(
            "bridge: set BRIDGE_TOKEN to an Entra token with the app role Bridge.Operate:"
                + " az account get-access-token --resource API_APP_ID_URI --query accessToken -o tsv");
        return 2;
      }
      AppClient.Reply reply = new AppClient(URI.create(origin)).send(method, path, token.get());
      System.out.println(pretty(reply.body()));
      return reply.status() < 300 ? 0 : 1;
    }

    /** The environment's, or for the app that runs here one of the sandbox. */
    private static Optional<String> token(String origin, Optional<RunFile> running)
        throws IOException, InterruptedException {
      Optional<String> given =
          Optional.ofNullable(System.getenv("BRIDGE_TOKEN")).filter(value -> !value.isBlank());
      boolean ours = running.filter(run -> run.app().equals(origin)).isPresent();
      return given.isEmpty() && ours
          ? Optional.of(
              TokenCommand.ask(running.get(), List.of("Bridge.Operate"), List.of(), "operator-app"))
          : given;
    }

    private static String pretty(String body) {
      try {
        JsonElement json = JsonParser.parseString(body);
        if (json instanceof JsonObject) {
          return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json);
        }
      } catch (JsonParseException e) {
        return body; // not ours: shown as it came
      }
      return body;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the jobs of all callers.")
  int list(
      @Mixin Where where,
      @Option(names = "--state", description = "queued, running, succeeded, failed or cancelled.")
          Optional<String> state,
      @Option(names = "--after", description = "The id that the page before ended with.")
          Optional<String> after)
      throws IOException, InterruptedException {
    String query =
        state.map(s -> "&state=" + s).orElse("") + after.map(id -> "&pageToken=" + id).orElse("");
    return where.call("GET", "/bridge/jobs?pageSize=50" + query);
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one job: its state, attempts, decisions and last failure.")
  int show(@Mixin Where where, @Parameters(paramLabel = "ID") String id)
      throws IOException, InterruptedException {
    return where.call("GET", "/bridge/jobs/" + id);
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Cancels a job, at Vertex AI too.")
  int cancel(@Mixin Where where, @Parameters(paramLabel = "ID") String id)
      throws IOException, InterruptedException {
    return where.call("DELETE", "/bridge/jobs/" + id);
  }

  @Command(
      name = "sweep",
      mixinStandardHelpOptions = true,
      description = {
        "Comes back once for what was left behind: jobs without a message, leases that ran out,"
            + " messages that the host gave up.",
        "The app does this every minute by itself."
      })
  int sweep(@Mixin Where where) throws IOException, InterruptedException {
    return where.call("POST", "/bridge/sweep");
  }

  /** Jobs and messages that wait for an operator. */
  @Command(
      name = "poison",
      mixinStandardHelpOptions = true,
      description = "Jobs whose attempts ran out, and messages that can't become jobs.")
  static final class Poison {

    @Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists what is in poison, with its cause.")
    int list(
        @Mixin Where where,
        @Option(names = "--after", description = "The id that the page before ended with.")
            Optional<String> after)
        throws IOException, InterruptedException {
      return where.call(
          "GET", "/bridge/poison?pageSize=50" + after.map(id -> "&pageToken=" + id).orElse(""));
    }

    @Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one entry with its job, or the message as it came.")
    int show(@Mixin Where where, @Parameters(paramLabel = "ID") String id)
        throws IOException, InterruptedException {
      return where.call("GET", "/bridge/poison/" + id);
    }

    @Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Lets a failed job or a message run again, if the policy still allows it.")
    int replay(@Mixin Where where, @Parameters(paramLabel = "ID") String id)
        throws IOException, InterruptedException {
      return where.call("POST", "/bridge/poison/" + id + "/replay");
    }

    @Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        description = "Takes an entry out for good; a job's record then expires as others do.")
    int drop(@Mixin Where where, @Parameters(paramLabel = "ID") String id)
        throws IOException, InterruptedException {
      return where.call("DELETE", "/bridge/poison/" + id);
    }
  }
}
