package io.github.vertexbridge.cli;

import io.github.vertexbridge.call.StoredFiles;
import io.github.vertexbridge.storage.BlobFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Where audit lines are read from. */
@FunctionalInterface
public interface AuditSource {

  /**
   * Opens the files.
   *
   * @param from a path or an https URL, as it was given on the command line
   * @throws IOException with a sentence for people
   */
  StoredFiles open(String from) throws IOException;

  /** A directory, a file, or a container by the operator's own login. */
  static StoredFiles files(String from) throws IOException {
    return from.startsWith("https://")
        ? BlobFiles.asOperator(URI.create(from))
        : LocalFiles.of(Path.of(from));
  }
}
