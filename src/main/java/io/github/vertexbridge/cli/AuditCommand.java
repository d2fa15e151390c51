package io.github.vertexbridge.cli;

import io.github.vertexbridge.call.StoredFiles;
import io.github.vertexbridge.storage.BlobFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code ./bridge audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Proves that audit lines are whole, and answers from them.",
      "Lines are read from a directory or file, or from the container itself:",
      "--from https://ACCOUNT.blob.core.windows.net/vertex-audit, as whom az is logged in."
    },
    subcommands = {
      AuditVerifyCommand.class,
      AuditFindCommand.class,
      AuditWhoCommand.class,
      AuditGoogleQueryCommand.class,
      AuditKustoQueryCommand.class
    })
public final class AuditCommand {

  /** Where lines are read from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Opens the files.
     *
     * @param from a path or an https URL, as it was given on the command line
     * @throws IOException with a sentence for people
     */
    StoredFiles open(String from) throws IOException;
  }

  private final Source source;

  public AuditCommand() {
    this(AuditCommand::files);
  }

  /**
   * @param source what opens the files instead
   */
  public AuditCommand(Source source) {
    this.source = source;
  }

  /** A directory, a file, or a container by the operator's own login. */
  public static StoredFiles files(String from) throws IOException {
    return from.startsWith("https://")
        ? BlobFiles.asOperator(URI.create(from))
        : LocalFiles.of(Path.of(from));
  }

  StoredFiles open(String from) throws IOException {
    return source.open(from);
  }
}
