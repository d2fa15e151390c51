package io.github.vertexbridge.dev;

import io.github.vertexbridge.localhost.ChildProcess;
import io.github.vertexbridge.sandbox.ServerCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Azure Storage emulator, in memory, over TLS, for bearer tokens. It checks a token's issuer,
 * audience and times, but no signature.
 */
public final class Azurite implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Pattern LISTENING =
      Pattern.compile("Azurite (\\w+) service is successfully listening at (https://\\S+)");

  private final Map<String, URI> services = new ConcurrentHashMap<>();
  private final ChildProcess process;

  /**
   * Starts it on ports that the system chooses, and waits for all three services.
   *
   * @param node Node.js
   * @param packages folder that holds its {@code node_modules}
   * @param preload {@code exit-with-parent.cjs}
   * @param certificate of 127.0.0.1
   * @param lines gets its output but for what it says when it starts
   * @throws IOException if it does not start
   */
  public Azurite(
      Path node, Path packages, Path preload, ServerCertificate certificate, Consumer<String> lines)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                node.toString(),
                "--require",
                preload.toAbsolutePath().toString(),
                packages.resolve("node_modules/azurite/dist/src/azurite.js").toString(),
                "--silent",
                "--disableTelemetry",
                "--inMemoryPersistence",
                "--oauth",
                "basic",
                "--cert",
                certificate.certificate().toString(),
                "--key",
                certificate.key().toString(),
                "--blobPort",
                "0",
                "--queuePort",
                "0",
                "--tablePort",
                "0"));
    process = ChildProcess.start("azurite", builder, line -> pass(line, lines), this::ready, START);
  }

  private static void pass(String line, Consumer<String> lines) {
    if (!line.startsWith("Azurite ") && !line.startsWith("In-memory ")) {
      lines.accept("azurite: " + line);
    }
  }

  private boolean ready(String line) {
    Matcher matcher = LISTENING.matcher(line);
    if (matcher.find()) {
      services.put(
          matcher.group(1).toLowerCase(Locale.ROOT),
          URI.create(matcher.group(2) + "/devstoreaccount1"));
    }
    return services.keySet().containsAll(List.of("blob", "queue", "table"));
  }

  /** URL of {@code blob}, {@code queue} or {@code table}, the account included. */
  public URI service(String name) {
    URI uri = services.get(name);
    if (uri == null) {
      throw new IllegalArgumentException(name);
    }
    return uri;
  }

  /** The settings by which an app finds it, without any key. */
  public Map<String, String> settings() {
    return Map.of(
        "AzureWebJobsStorage__blobServiceUri", service("blob").toString(),
        "AzureWebJobsStorage__queueServiceUri", service("queue").toString(),
        "AzureWebJobsStorage__tableServiceUri", service("table").toString());
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.handle();
  }

  @Override
  public void close() {
    process.close();
  }
}
