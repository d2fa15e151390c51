package io.github.vertexbridge.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertexbridge.config.Settings;
import io.github.vertexbridge.dev.Azurite;
import io.github.vertexbridge.dev.EmptyStorage;
import io.github.vertexbridge.dev.NodeTools;
import io.github.vertexbridge.dev.Queues;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Azurite over TLS with bearer tokens, as a deployment leaves it; needs Node.js. */
public final class RealStorage implements AutoCloseable {
  private static final Path NODE = Path.of("src/sandbox/node");

  private final Sandbox sandbox;
  private final Azurite azurite;
  private final Map<String, String> settings;

  private RealStorage(Path directory, NodeTools node) throws IOException, InterruptedException {
    sandbox = Sandbox.start(directory, World.standard());
    azurite =
        new Azurite(
            node.node(),
            node.packages(step -> {}),
            NODE.resolve("exit-with-parent.cjs"),
            sandbox.issueServerCertificate("azurite"),
            line -> {});
    settings = new HashMap<>(sandbox.appSettings());
    settings.putAll(azurite.settings());
    EmptyStorage.create(settings, sandbox.caPem());
  }

  /** Starts it; skips the test where Node.js is not there. */
  public static RealStorage start(Path directory) throws IOException, InterruptedException {
    Optional<NodeTools> node = NodeTools.find(System.getenv(), NODE);
    assumeTrue(node.isPresent(), "SKIPPED storage test: " + NodeTools.MISSING);
    return new RealStorage(directory, node.get());
  }

  public StorageAccount account() throws IOException {
    return new StorageAccount(
        new Settings.Storage(
            Optional.of(azurite.service("blob")),
            Optional.of(azurite.service("queue")),
            Optional.of(azurite.service("table"))),
        Queues.identity(settings),
        Queues.http(sandbox.caPem()));
  }

  @Override
  public void close() {
    azurite.close();
    sandbox.close();
  }
}
