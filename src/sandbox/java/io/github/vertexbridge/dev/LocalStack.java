package io.github.vertexbridge.dev;

import io.github.vertexbridge.localhost.LocalHostProcess;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that runs locally: the sandbox in this JVM, storage emulator and local host as
 * children. The children end with this JVM, however that ends.
 */
final class LocalStack implements AutoCloseable {
  private final Project project;
  private final Progress progress;
  private final Consumer<String> lines;
  private final Sandbox sandbox;
  private Optional<Azurite> storage = Optional.empty();
  private Optional<LocalHostProcess> host = Optional.empty();

  private LocalStack(Project project, Progress progress, Consumer<String> lines) {
    this.project = project;
    this.progress = progress;
    this.lines = lines;
    progress.step("starting the sandbox");
    this.sandbox = Sandbox.start(project.sandbox(), World.standard());
  }

  /**
   * Starts sandbox and storage; without Node.js the sandbox alone.
   *
   * @param lines gets what the children print
   */
  static LocalStack start(Project project, Progress progress, Consumer<String> lines)
      throws IOException, InterruptedException {
    LocalStack stack = new LocalStack(project, progress, lines);
    try {
      stack.startStorage();
      return stack;
    } catch (IOException | InterruptedException | RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void startStorage() throws IOException, InterruptedException {
    Optional<NodeTools> node = NodeTools.find(System.getenv(), project.node());
    if (node.isEmpty()) {
      progress.done();
      System.err.println(NodeTools.MISSING);
      return;
    }
    Path packages = node.get().packages(progress::step);
    progress.step("starting the storage emulator");
    storage =
        Optional.of(
            new Azurite(
                node.get().node(),
                packages,
                project.node().resolve("exit-with-parent.cjs"),
                sandbox.issueServerCertificate("azurite"),
                lines));
    EmptyStorage.create(settings(), sandbox.caPem());
  }

  /**
   * Starts the local host.
   *
   * @param port 0: the system's choice
   * @param gson which gson the worker has
   */
  LocalHostProcess startHost(int port, String gson) throws IOException, InterruptedException {
    progress.step("starting the local host");
    LocalHostProcess started =
        new LocalHostProcess(
            new LocalHostProcess.Options(
                project.stagedApp(),
                project.workerParent(),
                gson,
                port,
                storage.isPresent(),
                settings(),
                List.of(
                    "-Djavax.net.ssl.trustStore=" + sandbox.trustStore().toAbsolutePath(),
                    "-Djavax.net.ssl.trustStorePassword=" + sandbox.trustStorePassword()),
                project.sandbox()),
            lines);
    host = Optional.of(started);
    return started;
  }

  /** The app settings. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(sandbox.appSettings());
    if (storage.isPresent()) {
      settings.putAll(storage.get().settings());
      settings.put("AzureWebJobsStorage__credential", "managedidentity");
      settings.put("AzureWebJobsStorage__clientId", settings.getOrDefault("AZURE_CLIENT_ID", ""));
    } else {
      settings.put("BRIDGE_AUDIT", "best-effort"); // without storage there is nowhere to write it
    }
    return settings;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** The storage emulator, if there is Node.js. */
  Optional<Azurite> storage() {
    return storage;
  }

  /** The app's queues; there must be {@link #storage}. */
  Queues queues() throws IOException {
    return new Queues(settings(), sandbox.caPem());
  }

  /** Writes where everything is, for other commands. */
  RunFile writeRunFile() throws IOException {
    Map<String, Long> pids = new LinkedHashMap<>();
    pids.put("bridge", ProcessHandle.current().pid());
    host.ifPresent(h -> pids.put("localhost", h.handle().pid()));
    storage.ifPresent(s -> pids.put("azurite", s.handle().pid()));
    RunFile run =
        new RunFile(
            sandbox.admin().toString(),
            host.map(h -> h.uri().toString()).orElse(""),
            reachStorage(),
            pids);
    run.write(project.sandbox());
    return run;
  }

  private Map<String, String> reachStorage() {
    if (storage.isEmpty()) {
      return Map.of();
    }
    Map<String, String> reach = new LinkedHashMap<>();
    for (String name :
        List.of(
            "AzureWebJobsStorage__blobServiceUri",
            "IDENTITY_ENDPOINT",
            "IDENTITY_HEADER",
            "AZURE_CLIENT_ID")) {
      reach.put(name, settings().getOrDefault(name, ""));
    }
    reach.put("ca", sandbox.caPem().toAbsolutePath().toString());
    return reach;
  }

  /** Ends the children first, then the sandbox. */
  @Override
  public void close() {
    host.ifPresent(LocalHostProcess::close);
    storage.ifPresent(Azurite::close);
    sandbox.close();
    RunFile.delete(project.sandbox());
  }
}
