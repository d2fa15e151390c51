package io.github.vertexbridge.cli;

import io.github.vertexbridge.call.StoredFiles;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code ./bridge policy}. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description =
        "Checks, explains, compares and tests policy files, and says what they need on both clouds.",
    subcommands = {
      PolicyCheckCommand.class,
      PolicyExplainCommand.class,
      PolicyDiffCommand.class,
      PolicyTestCommand.class,
      PolicyTerraformCommand.class
    })
public final class PolicyCommand {
  private final AuditSource source;

  public PolicyCommand() {
    this(AuditSource::files);
  }

  /**
   * @param source what opens recorded calls instead
   */
  public PolicyCommand(AuditSource source) {
    this.source = source;
  }

  StoredFiles open(String from) throws IOException {
    return source.open(from);
  }
}
