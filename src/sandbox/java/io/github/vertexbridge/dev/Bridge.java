package io.github.vertexbridge.dev;

import io.github.vertexbridge.cli.AuditCommand;
import io.github.vertexbridge.cli.DoctorCommand;
import io.github.vertexbridge.cli.PolicyCommand;
import io.github.vertexbridge.cli.StatusCommand;
import io.github.vertexbridge.localhost.LibraryLogs;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./bridge}. */
@Command(
    name = "bridge",
    mixinStandardHelpOptions = true,
    version = "azure-vertex-bridge 0.1.0",
    description =
        "Runs the function app on this machine, against a strict stand-in for both clouds; checks"
            + " policies and deployments.",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      TokenCommand.class,
      HopsCommand.class,
      SmokeCommand.class,
      JobsCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "./bridge builds with mvn -q -Pquick package if sources are newer than the build, then",
      "runs java -cp target/test-classes:target/classes:$(cat target/launcher.classpath) \\",
      "  io.github.vertexbridge.dev.Bridge COMMAND",
      "Queues need Node.js 20 or newer; the storage emulator is installed once into",
      "${XDG_CACHE_HOME:-~/.cache}/vertex-bridge, or where BRIDGE_CACHE says."
    })
public final class Bridge {
  private Bridge() {}

  /** Exit codes: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    LibraryLogs.quiet();
    LocalAudit audit = new LocalAudit(Project.here().sandbox());
    System.exit(
        new CommandLine(new Bridge())
            .addSubcommand(new PolicyCommand(audit))
            .addSubcommand(new AuditCommand(audit))
            .addSubcommand(new GoogleLogCommand(Project.here().sandbox()))
            .addSubcommand(new DoctorCommand(AppClient::fetch, InstantSource.system()))
            .addSubcommand(new StatusCommand(AppClient::fetch))
            .setExecutionExceptionHandler(
                (exception, command, parsed) -> {
                  System.err.println("bridge: " + message(exception));
                  return 1;
                })
            .execute(args));
  }

  private static String message(Throwable thrown) {
    String own = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    return thrown.getCause() == null ? own : own + ": " + message(thrown.getCause());
  }
}
