package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.core.util.BinaryData;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.call.StoredFiles;
import io.github.vertexbridge.dev.Azurite;
import io.github.vertexbridge.dev.EmptyStorage;
import io.github.vertexbridge.dev.NodeTools;
import io.github.vertexbridge.dev.Queues;
import io.github.vertexbridge.localhost.LocalHostProcess;
import io.github.vertexbridge.sandbox.CallerTokenRequest;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.World;
import io.github.vertexbridge.storage.BlobFiles;
import io.github.vertexbridge.storage.Names;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The staged app in the local host, with the sandbox and, if asked for and Node.js is there, real
 * storage. What the app prints goes to {@code target/endtoend/*.log}, which the build searches for
 * tokens.
 */
final class RunningBridge implements AutoCloseable {
  static final String MODEL =
      "/v1/projects/vertex-sandbox/locations/europe-west4/publishers/google/models/gemini-2.5-flash";
  static final String HELLO =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hello\"}]}]}";
  static final String ROWS =
      "{\"instances\":[{\"sepal_length\":5.1,\"sepal_width\":3.5,\"petal_length\":1.4,\"petal_width\":0.2}]}";

  private static final Path LOGS = Path.of("target/endtoend");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Sandbox sandbox;
  private final Path log;
  private final Optional<Azurite> storage;
  private final LocalHostProcess.Options options;
  private final List<LocalHostProcess> others = new ArrayList<>();
  private final Map<String, String> settings;
  private final String callerToken;
  private LocalHostProcess host;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What is different from the default. */
  record Variant(String gson, List<String> jvm, boolean queues, Map<String, String> settings) {
    static final Variant STANDARD = new Variant("2.9.0", List.of(), false, Map.of());

    /** A value that stands for the URL of a blob that holds the default policy. */
    static final String POLICY_BLOB = "(blob)";

    Variant withQueues() {
      return new Variant(gson, jvm, true, settings);
    }

    Variant with(String name, String value) {
      Map<String, String> more = new HashMap<>(settings);
      more.put(name, value);
      return new Variant(gson, jvm, queues, more);
    }
  }

  private RunningBridge(String name, Path directory, World world, Variant variant)
      throws IOException, InterruptedException {
    sandbox = Sandbox.start(directory, world);
    settings = new HashMap<>(sandbox.appSettings());
    Files.createDirectories(LOGS);
    log = LOGS.resolve(name + ".log");
    Files.deleteIfExists(log);
    storage = variant.queues() ? Optional.of(azurite(log)) : Optional.empty();
    if (storage.isPresent()) {
      settings.putAll(storage.get().settings());
    } else {
      settings.put("BRIDGE_AUDIT", "best-effort"); // there is nowhere to write it
    }
    settings.putAll(variant.settings());
    if (storage.isPresent()) {
      EmptyStorage.create(settings, sandbox.caPem());
    }
    if (Variant.POLICY_BLOB.equals(settings.get("BRIDGE_POLICY"))) {
      settings.put("BRIDGE_POLICY", policyBlob());
    }
    List<String> jvm = new ArrayList<>(variant.jvm());
    jvm.add("-Djavax.net.ssl.trustStore=" + sandbox.trustStore().toAbsolutePath());
    jvm.add("-Djavax.net.ssl.trustStorePassword=" + sandbox.trustStorePassword());
    options =
        new LocalHostProcess.Options(
            Path.of("target/azure-functions/azure-vertex-bridge"),
            Path.of("target/worker-parent"),
            variant.gson(),
            0,
            variant.queues(),
            settings,
            jvm,
            directory);
    host = new LocalHostProcess(options, line -> append(log, line));
    callerToken = sandbox.callerToken(CallerTokenRequest.withRoles("Bridge.Invoke"));
  }

  /** Starts everything; skips the test where queues are asked for and Node.js is not there. */
  static RunningBridge start(String name, Path directory, World world, Variant variant)
      throws IOException, InterruptedException {
    assumeTrue(
        !variant.queues() || node().isPresent(), "Node.js is not on the PATH: no storage emulator");
    return new RunningBridge(name, directory, world, variant);
  }

  private Azurite azurite(Path log) throws IOException, InterruptedException {
    NodeTools node = node().orElseThrow();
    return new Azurite(
        node.node(),
        node.packages(step -> append(log, step)),
        Path.of("src/sandbox/node/exit-with-parent.cjs"),
        sandbox.issueServerCertificate("azurite"),
        line -> append(log, line));
  }

  /** Puts the default policy into a blob and gives its URL. */
  private String policyBlob() throws IOException {
    BlobContainerClient container =
        new BlobContainerClientBuilder()
            .endpoint(storage.orElseThrow().service("blob").toString())
            .containerName("config")
            .credential(Queues.identity(settings))
            .httpClient(Queues.http(sandbox.caPem()))
            .buildClient();
    container.createIfNotExists();
    container
        .getBlobClient("policy.json")
        .upload(BinaryData.fromFile(Path.of("src/main/resources/policy.json")), true);
    return container.getBlobContainerUrl() + "/policy.json";
  }

  private static Optional<NodeTools> node() {
    return NodeTools.find(System.getenv(), Path.of("src/sandbox/node"));
  }

  private static synchronized void append(Path log, String line) {
    try {
      Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** An answer: status, headers, body. */
  record Reply(int status, java.net.http.HttpHeaders headers, String body) {
    JsonObject json() {
      return JsonParser.parseString(body).getAsJsonObject();
    }

    /** Our ErrorInfo in an error of Google's shape: its reason and metadata. */
    JsonObject errorInfo() {
      for (var detail : json().getAsJsonObject("error").getAsJsonArray("details")) {
        JsonObject info = detail.getAsJsonObject();
        if (info.has("domain")
            && info.get("domain").getAsString().equals("vertexbridge.github.io")) {
          return info;
        }
      }
      throw new AssertionError("no ErrorInfo of the bridge in " + body);
    }

    String reason() {
      return errorInfo().get("reason").getAsString();
    }

    /** The hop that failed, or empty. */
    String hop() {
      JsonObject metadata = errorInfo().getAsJsonObject("metadata");
      return metadata.has("hop") ? metadata.get("hop").getAsString() : "";
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  Reply post(String path, String json) {
    return send(request(path).header("Authorization", "Bearer " + callerToken), json);
  }

  HttpRequest.Builder request(String path) {
    return request(host.uri(), path);
  }

  /** A request to one of several instances. */
  HttpRequest.Builder request(URI instance, String path) {
    return HttpRequest.newBuilder(URI.create(instance + path))
        .timeout(PATIENCE)
        .header("Content-Type", "application/json");
  }

  Reply send(HttpRequest.Builder request, String json) {
    return send(request.POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Bytes there, bytes back. */
  HttpResponse<byte[]> bytes(HttpRequest.Builder request, byte[] body) throws Exception {
    return http.send(
        request
            .header("Authorization", "Bearer " + callerToken)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  Reply generate() {
    return post(MODEL + ":generateContent", HELLO);
  }

  /** Calls until the answer is as wanted, for at most a minute; the calls are the pace. */
  Reply until(java.util.function.Supplier<Reply> call, java.util.function.Predicate<Reply> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Reply reply = call.get();
    while (!wanted.test(reply)) {
      assertThat(System.nanoTime()).as("last answer: " + reply.body()).isLessThan(end);
      Thread.onSpinWait();
      reply = call.get();
    }
    return reply;
  }

  /** Waits until the app has its first token. */
  RunningBridge ready() {
    until(() -> send(request("/bridge/health/ready").GET()), reply -> reply.status() == 200);
    return this;
  }

  String token() {
    return callerToken;
  }

  /** Ends the host and the app in it as a hard kill does. */
  void kill() {
    host.handle().destroyForcibly();
    host.handle().onExit().join();
  }

  /** Ends the host, if it still runs, and starts another with other settings. */
  RunningBridge restart(Map<String, String> changed) throws IOException, InterruptedException {
    host.close();
    settings.putAll(changed);
    host = new LocalHostProcess(options, line -> append(log, line));
    return this;
  }

  /** Starts one more host on the same storage, as the plan's next instance. */
  URI addHost() throws IOException, InterruptedException {
    LocalHostProcess other = new LocalHostProcess(options, line -> append(log, line));
    others.add(other);
    return other.uri();
  }

  URI uri() {
    return host.uri();
  }

  /** What was printed, once a text is in it: lines take their way from process to process. */
  String output(String wanted) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!output().contains(wanted)) {
      assertThat(System.nanoTime()).as(wanted + " in: " + output()).isLessThan(end);
      Thread.onSpinWait();
    }
    return output();
  }

  /** What host, app and storage have printed so far. */
  String output() throws IOException {
    return Files.readString(log);
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** A container of the app's storage account. */
  BlobContainerClient container(String name) throws IOException {
    return new BlobContainerClientBuilder()
        .endpoint(settings.get("AzureWebJobsStorage__blobServiceUri"))
        .containerName(name)
        .credential(Queues.identity(settings))
        .httpClient(Queues.http(sandbox.caPem()))
        .buildClient();
  }

  /** A table of the app's storage account. */
  TableClient table(String name) throws IOException {
    return new TableClientBuilder()
        .endpoint(settings.get("AzureWebJobsStorage__tableServiceUri"))
        .tableName(name)
        .credential(Queues.identity(settings))
        .httpClient(Queues.http(sandbox.caPem()))
        .buildClient();
  }

  /** The audit lines, as an operator reads them. */
  StoredFiles auditLines() throws IOException {
    return new BlobFiles(
        settings.getOrDefault("AzureWebJobsStorage__blobServiceUri", ""),
        Names.AUDIT,
        Queues.identity(settings),
        Queues.http(sandbox.caPem()));
  }

  Queues queues() throws IOException {
    return new Queues(settings, sandbox.caPem());
  }

  @Override
  public void close() {
    others.forEach(LocalHostProcess::close);
    host.close();
    storage.ifPresent(Azurite::close);
    sandbox.close();
  }
}
