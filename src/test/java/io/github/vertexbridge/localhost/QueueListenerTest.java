package io.github.vertexbridge.localhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.PeekedMessageItem;
import io.github.vertexbridge.dev.Azurite;
import io.github.vertexbridge.dev.NodeTools;
import io.github.vertexbridge.dev.Queues;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real storage emulator; skipped without Node.js. */
@SuppressWarnings("try") // the host runs while its block does
class QueueListenerTest {
  private static final Path NODE = Path.of("src/sandbox/node");

  private static @Nullable Sandbox sandbox;
  private static @Nullable Azurite azurite;
  private static @Nullable Queues queues;

  private final LineLog log = new LineLog();
  private final String name = "probe-" + UUID.randomUUID();

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    LibraryLogs.quiet();
    Optional<NodeTools> node = NodeTools.find(System.getenv(), NODE);
    assumeTrue(node.isPresent(), "SKIPPED queue tests: " + NodeTools.MISSING);
    sandbox = Sandbox.start(directory, World.standard());
    azurite =
        new Azurite(
            node.get().node(),
            node.get().packages(System.out::println),
            NODE.resolve("exit-with-parent.cjs"),
            sandbox.issueServerCertificate("azurite"),
            line -> {});
    Map<String, String> settings = new HashMap<>(sandbox.appSettings());
    settings.putAll(azurite.settings());
    queues = new Queues(settings, sandbox.caPem());
  }

  @AfterAll
  static void stop() {
    if (azurite != null) {
      azurite.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void message_whenTheFunctionReturns_thenIsCalledOnceAndDeleted(@TempDir Path directory)
      throws Exception {
    try (LocalHost host = start(directory, "none", "00:00:00")) {
      queue("").createIfNotExists();
      queue("").sendMessage("hello");
      assertThat(log.await("probe queue")).isEqualTo("[INFO] probe queue 1 hello");
      awaitEmpty();
    }
    assertThat(log.lines()).filteredOn(line -> line.contains("probe queue")).hasSize(1);
  }

  @Test
  void message_whenTheFunctionThrows_thenComesBackAndEndsInThePoisonQueue(@TempDir Path directory)
      throws Exception {
    queue("").createIfNotExists();
    try (LocalHost host = start(directory, "none", "00:00:01")) {
      queue("").sendMessage("please fail");
      log.await("moved to");
    }
    assertThat(log.lines())
        .filteredOn(line -> line.contains("probe queue"))
        .containsExactly(
            "[INFO] probe queue 1 please fail",
            "[INFO] probe queue 2 please fail",
            "[INFO] probe queue 3 please fail");
    PeekedMessageItem poison = queue("-poison").peekMessage();
    assertThat(poison.getBody().toString()).isEqualTo("please fail");
    assertThat(Duration.between(poison.getInsertionTime(), poison.getExpirationTime()))
        .isEqualTo(Duration.ofDays(7));
    awaitEmpty();
  }

  @Test
  void message_whenPlainAndBase64IsExpected_thenIsPoisonWithoutACall(@TempDir Path directory)
      throws Exception {
    queue("").createIfNotExists();
    try (LocalHost host = start(directory, "base64", "00:00:00")) {
      queue("").sendMessage("{\"plain\":true}");
      log.await("moved to");
      queue("").sendMessage("aGVsbG8=");
      log.await("probe queue 1 hello");
    }
    assertThat(log.lines()).filteredOn(line -> line.contains("probe queue")).hasSize(1);
    assertThat(queue("-poison").peekMessage().getBody().toString()).isEqualTo("{\"plain\":true}");
  }

  @Test
  void message_whenItNamesMetadata_thenForgesThem(@TempDir Path directory) throws Exception {
    queue("").createIfNotExists();
    try (LocalHost host = start(directory, "none", "00:00:00")) {
      queue("").sendMessage("{\"dequeuecount\":\"42\"}");
      assertThat(log.await("probe queue")).contains("probe queue 42 ");
    }
  }

  @Test
  void queue_whenItComesLater_thenIsPolledUntilItIsThere(@TempDir Path directory) throws Exception {
    try (LocalHost host = start(directory, "none", "00:00:00")) {
      queue("").create();
      queue("").sendMessage("late");
      log.await("probe queue 1 late");
    }
    assertThat(log.lines()).noneMatch(line -> line.startsWith("queue "));
  }

  private LocalHost start(Path directory, String encoding, String visibilityTimeout)
      throws Exception {
    String hostJson =
        """
        {"version":"2.0","functionTimeout":"00:01:00","extensions":{"queues":{
          "messageEncoding":"%s","visibilityTimeout":"%s","maxDequeueCount":3,
          "maxPollingInterval":"00:00:00.200"}}}
        """
            .formatted(encoding, visibilityTimeout);
    StagedApp app = StagedApp.read(ProbeApp.stage(directory, hostJson, false), Map.of());
    return new LocalHost(
        app,
        0,
        (connection, queue) -> queue(queue.substring("probe-requests".length())),
        log.stream(),
        () -> {});
  }

  /** The queue of this test, which stands for probe-requests, or its poison queue. */
  private QueueClient queue(String suffix) {
    if (queues == null) {
      throw new IllegalStateException("not started");
    }
    return queues.queue(name + suffix);
  }

  /** Deleting follows the function's return. */
  private void awaitEmpty() throws InterruptedException {
    QueueClient queue = queue("");
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (queue.getProperties().getApproximateMessagesCount() > 0) {
      assertThat(System.nanoTime()).as("queue is empty in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
