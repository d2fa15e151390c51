package io.github.vertexbridge.functions;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.jobs.JobRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What {@code mvn package} stages and zips is what the host will load. */
class StagedAppIT {
  private static final Path STAGED = Path.of("target/azure-functions/azure-vertex-bridge");
  private static final String JAR = "../azure-vertex-bridge-0.1.0.jar";
  private static final String PACKAGE = "io.github.vertexbridge.functions.";

  private record Function(String name, JsonObject json) {
    JsonObject trigger() {
      return json.getAsJsonArray("bindings").get(0).getAsJsonObject();
    }

    String text(String member) {
      return json.get(member).getAsString();
    }

    List<String> methods() {
      List<String> methods = new ArrayList<>();
      trigger().getAsJsonArray("methods").forEach(method -> methods.add(method.getAsString()));
      return methods;
    }
  }

  private static Map<String, Function> functions() throws IOException {
    Map<String, Function> functions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    try (Stream<Path> folders = Files.list(STAGED)) {
      for (Path folder : folders.toList()) {
        Path file = folder.resolve("function.json");
        if (Files.exists(file)) {
          String name = folder.getFileName().toString();
          functions.put(
              name,
              new Function(name, JsonParser.parseString(Files.readString(file)).getAsJsonObject()));
        }
      }
    }
    return functions;
  }

  @Test
  void staging_holdsExactlyTheFunctionsWithTheirTriggers() throws IOException {
    Map<String, String> triggers = new TreeMap<>();
    functions()
        .values()
        .forEach(
            function -> {
              JsonObject trigger = function.trigger();
              String place =
                  trigger.get("type").getAsString().equals("httpTrigger")
                      ? function.methods() + " " + trigger.get("route").getAsString()
                      : trigger.get("queueName").getAsString();
              triggers.put(function.name(), trigger.get("type").getAsString() + " " + place);
            });

    assertThat(triggers)
        .isEqualTo(
            new TreeMap<>(
                Map.ofEntries(
                    entry("bridgePredict", "httpTrigger [POST] bridge/predict/{alias}"),
                    entry(
                        "bridgeRaw",
                        "httpTrigger [POST] bridge/raw/{version}/projects/{project}/locations/{location}/{*rest}"),
                    entry("doctor", "httpTrigger [GET] bridge/doctor"),
                    entry("healthLive", "httpTrigger [GET, HEAD] bridge/health/live"),
                    entry("healthReady", "httpTrigger [GET, HEAD] bridge/health/ready"),
                    entry("jobs", "httpTrigger [GET, POST] bridge/jobs"),
                    entry("jobsOne", "httpTrigger [GET, DELETE] bridge/jobs/{id}"),
                    entry("jobsResult", "httpTrigger [GET] bridge/jobs/{id}/result"),
                    entry("modelsV1", "httpTrigger [GET] v1/publishers/{*rest}"),
                    entry("modelsV1beta1", "httpTrigger [GET] v1beta1/publishers/{*rest}"),
                    entry("openaiChat", "httpTrigger [POST] openai/v1/chat/completions"),
                    entry("openaiEmbeddings", "httpTrigger [POST] openai/v1/embeddings"),
                    entry("openaiModels", "httpTrigger [GET] openai/v1/models/{*id}"),
                    entry("policyExplain", "httpTrigger [GET] bridge/policy/explain"),
                    entry("poison", "httpTrigger [GET] bridge/poison"),
                    entry("poisonOne", "httpTrigger [GET, DELETE] bridge/poison/{id}"),
                    entry("poisonReplay", "httpTrigger [POST] bridge/poison/{id}/replay"),
                    entry("queueRequests", "queueTrigger vertex-requests"),
                    entry("queueWatch", "queueTrigger vertex-watch"),
                    entry(
                        "restV1",
                        "httpTrigger [GET, POST, PATCH, DELETE]"
                            + " v1/projects/{project}/locations/{location}/{*rest}"),
                    entry(
                        "restV1beta1",
                        "httpTrigger [GET, POST, PATCH, DELETE]"
                            + " v1beta1/projects/{project}/locations/{location}/{*rest}"),
                    entry("status", "httpTrigger [GET] bridge/status"),
                    entry("sweep", "httpTrigger [POST] bridge/sweep"),
                    entry(
                        "zzUnmatched",
                        "httpTrigger [GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS] {*path}"))));
  }

  @Test
  void everyFunction_hasScriptFileEntryPointAndBindings() throws IOException {
    for (Function function : functions().values()) {
      boolean queue = function.name().startsWith("queue");
      boolean job = function.name().matches("jobs.*|poison.*|sweep");
      String owner = queue ? "QueueFunctions." : job ? "JobFunctions." : "HttpFunctions.";
      assertThat(function.text("scriptFile")).isEqualTo(JAR);
      assertThat(function.text("entryPoint")).isEqualTo(PACKAGE + owner + function.name());
      JsonArray bindings = function.json().getAsJsonArray("bindings");
      List<String> found =
          StreamSupport.stream(bindings.spliterator(), false)
              .map(JsonElement::getAsJsonObject)
              .map(b -> b.get("type").getAsString() + ":" + b.get("name").getAsString())
              .toList();
      if (queue) {
        assertThat(found).containsExactly("queueTrigger:message");
        assertThat(function.trigger().get("connection").getAsString())
            .isEqualTo("AzureWebJobsStorage");
      } else {
        assertThat(found).containsExactly("httpTrigger:request", "http:$return");
        assertThat(function.trigger().get("authLevel").getAsString())
            .isEqualToIgnoringCase("anonymous");
      }
    }
    assertThat(STAGED.resolve("azure-vertex-bridge-0.1.0.jar")).exists();
  }

  @Test
  void hostJson_hasTheValuesThatTheDesignRestsOn() throws IOException {
    JsonObject host =
        JsonParser.parseString(Files.readString(STAGED.resolve("host.json"))).getAsJsonObject();
    JsonObject extensions = host.getAsJsonObject("extensions");

    assertThat(host.get("functionTimeout").getAsString()).isEqualTo("00:10:00");
    assertThat(extensions.getAsJsonObject("http").get("routePrefix").getAsString()).isEmpty();
    assertThat(extensions.getAsJsonObject("http").get("maxConcurrentRequests").getAsInt())
        .isLessThan(extensions.getAsJsonObject("http").get("maxOutstandingRequests").getAsInt());
    JsonObject queues = extensions.getAsJsonObject("queues");
    assertThat(queues.get("messageEncoding").getAsString()).isEqualTo("none");
    assertThat(queues.get("batchSize").getAsInt()).isEqualTo(8);
    assertThat(queues.get("newBatchThreshold").getAsInt())
        .isEqualTo(new JobRules(1, Duration.ZERO, Duration.ZERO).slots());
    assertThat(queues.get("maxPollingInterval").getAsString()).isEqualTo("00:00:02");
    assertThat(queues.get("visibilityTimeout").getAsString()).isEqualTo("00:00:10");
    assertThat(
            host.getAsJsonObject("logging")
                .getAsJsonObject("logLevel")
                .get("Host.Function.Console")
                .getAsString())
        .isEqualTo("None");
  }

  @Test
  void everyPairOfRoutes_isDisjointForItsMethods_butTheLast() throws IOException {
    List<Function> http =
        functions().values().stream()
            .filter(f -> f.trigger().get("type").getAsString().equals("httpTrigger"))
            .toList();
    assertThat(http.get(http.size() - 1).name())
        .as("last in the host's order")
        .isEqualTo("zzUnmatched");

    for (Function owner : http.subList(0, http.size() - 1)) {
      for (String sample : samples(owner.trigger().get("route").getAsString())) {
        for (String method : owner.methods()) {
          Set<String> matching =
              http.stream()
                  .filter(f -> f.methods().contains(method))
                  .filter(f -> matches(f.trigger().get("route").getAsString(), sample))
                  .map(Function::name)
                  .collect(Collectors.toCollection(TreeSet::new));
          assertThat(matching)
              .as(method + " /" + sample)
              .isEqualTo(new TreeSet<>(Set.of(owner.name(), "zzUnmatched")));
        }
      }
    }
  }

  /** URLs of a route, among them those whose parameters look like other routes' fixed segments. */
  private static List<String> samples(String route) {
    List<String> urls = new ArrayList<>(List.of(""));
    for (String segment : route.split("/")) {
      List<String> values =
          segment.startsWith("{*")
              ? List.of("a", "a/b:c", "v1/projects/p/locations/l/x", "bridge/predict/x")
              : segment.startsWith("{")
                  ? List.of("x", "health", "live", "predict", "v1")
                  : List.of(segment);
      List<String> longer = new ArrayList<>();
      for (String url : urls) {
        values.forEach(value -> longer.add(url.isEmpty() ? value : url + "/" + value));
      }
      urls = longer;
    }
    return urls;
  }

  private static boolean matches(String route, String path) {
    String[] pattern = route.split("/");
    String[] segments = path.split("/");
    for (int i = 0; i < pattern.length; i++) {
      if (pattern[i].startsWith("{*")) {
        return true;
      }
      if (i >= segments.length
          || !(pattern[i].startsWith("{") || pattern[i].equalsIgnoreCase(segments[i]))) {
        return false;
      }
    }
    return pattern.length == segments.length;
  }

  @Test
  void zip_isTheStagingFolderWithoutLocalSettings() throws IOException {
    Set<String> zipped = new TreeSet<>();
    try (ZipFile zip = new ZipFile("target/azure-vertex-bridge-0.1.0.zip")) {
      zip.stream().filter(e -> !e.isDirectory()).forEach(e -> zipped.add(e.getName()));
    }
    Set<String> staged;
    try (Stream<Path> files = Files.walk(STAGED)) {
      staged =
          files
              .filter(Files::isRegularFile)
              .map(file -> STAGED.relativize(file).toString())
              .collect(Collectors.toCollection(TreeSet::new));
    }
    staged.remove("local.settings.json");
    assertThat(zipped).isEqualTo(staged).doesNotContain("local.settings.json");
  }
}
