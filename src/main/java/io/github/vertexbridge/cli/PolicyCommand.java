package io.github.vertexbridge.cli;

import picocli.CommandLine.Command;

/** {@code ./bridge policy}. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Checks a policy file, and says what it needs on both clouds.",
    subcommands = {PolicyCheckCommand.class, PolicyTerraformCommand.class})
public final class PolicyCommand {}
