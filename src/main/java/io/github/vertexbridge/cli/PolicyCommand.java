package io.github.vertexbridge.cli;

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
public final class PolicyCommand {}
