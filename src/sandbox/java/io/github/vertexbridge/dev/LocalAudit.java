package io.github.vertexbridge.dev;

import io.github.vertexbridge.call.StoredFiles;
import io.github.vertexbridge.cli.AuditSource;
import io.github.vertexbridge.storage.BlobFiles;
import io.github.vertexbridge.storage.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The audit lines of what {@code ./bridge run} runs, besides those elsewhere. */
final class LocalAudit implements AuditSource {
  private static final String RUN = "run";

  private final Path sandbox;

  /**
   * Reads where things are when it is asked.
   *
   * @param sandbox the sandbox's directory
   */
  LocalAudit(Path sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public StoredFiles open(String from) throws IOException {
    if (!from.equals(RUN)) {
      return AuditSource.files(from);
    }
    Map<String, String> storage =
        RunFile.read(sandbox)
            .map(RunFile::storage)
            .filter(reach -> !reach.isEmpty())
            .orElseThrow(
                () ->
                    new IOException(
                        "./bridge run does not run, or without storage: say --from DIR, FILE or URL"));
    return new BlobFiles(
        storage.getOrDefault("AzureWebJobsStorage__blobServiceUri", ""),
        Names.AUDIT,
        Queues.identity(storage),
        Queues.http(Path.of(storage.getOrDefault("ca", ""))));
  }
}
