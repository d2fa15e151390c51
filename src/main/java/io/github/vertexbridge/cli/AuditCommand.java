package io.github.vertexbridge.cli;

import io.github.vertexbridge.call.StoredFiles;
import java.io.IOException;
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

  private final AuditSource source;

  public AuditCommand() {
    this(AuditSource::files);
  }

  /**
   * @param source what opens the files instead
   */
  public AuditCommand(AuditSource source) {
    this.source = source;
  }

  StoredFiles open(String from) throws IOException {
    return source.open(from);
  }
}
