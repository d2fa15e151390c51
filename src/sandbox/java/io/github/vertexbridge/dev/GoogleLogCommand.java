package io.github.vertexbridge.dev;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "google-log",
    mixinStandardHelpOptions = true,
    description = {
      "Reads the audit log that the sandbox's Google side wrote, as gcloud logging read does:",
      "./bridge google-log \"$(./bridge audit google-query ID --project vertex-sandbox)\"",
      "Exits 0 if there is something, 1 if there is nothing, 2 if the filter is refused."
    })
final class GoogleLogCommand implements Callable<Integer> {
  private final Path sandbox;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILTER",
      description =
          "In Cloud Logging's query language, as far as the printed filters need it"
              + " (default: everything).")
  private String filter = "";

  @Option(names = "--json", description = "The entries as Cloud Logging gives them.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  GoogleLogCommand(Path sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<RunFile> running = RunFile.read(sandbox);
    PrintWriter err = spec.commandLine().getErr();
    if (running.isEmpty()) {
      err.println("nothing runs here: start ./bridge run in another terminal");
      return 2;
    }
    AppClient.Reply reply =
        new AppClient(URI.create(running.get().admin()))
            .get("/audit-log?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    if (reply.status() != 200) {
      err.println(reply.body().strip());
      return 2;
    }
    JsonObject answer = JsonParser.parseString(reply.body()).getAsJsonObject();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new GsonBuilder().setPrettyPrinting().create().toJson(answer));
    } else {
      answer.getAsJsonArray("entries").forEach(entry -> out.println(row(entry.getAsJsonObject())));
    }
    out.flush();
    return answer.getAsJsonArray("entries").isEmpty() ? 1 : 0;
  }

  private static String row(JsonObject entry) {
    JsonObject payload = entry.getAsJsonObject("protoPayload");
    JsonObject who = payload.getAsJsonObject("authenticationInfo");
    String method = text(payload, "methodName");
    return String.join(
        "  ",
        text(entry, "timestamp"),
        text(entry, "logName").replaceFirst(".*%2F", ""),
        method.substring(method.lastIndexOf('.') + 1),
        payload.has("status") ? "code " + text(payload.getAsJsonObject("status"), "code") : "ok",
        who.has("principalEmail") ? text(who, "principalEmail") : text(who, "principalSubject"),
        text(payload, "resourceName"));
  }

  private static String text(JsonObject object, String member) {
    JsonElement value = object.get(member);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
