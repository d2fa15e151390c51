package io.github.vertexbridge.localhost;

import io.github.vertexbridge.localhost.worker.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The local host as a program, started by {@link LocalHostProcess} in a JVM whose system class path
 * is the worker's. Prints {@code loaded NAME NAME …} and {@code READY PORT}; SIGTERM stops it after
 * the running invocations. The environment is the app settings.
 */
@Command(
    name = "localhost",
    mixinStandardHelpOptions = true,
    description = "Runs a staged function app locally: HTTP routes and queue triggers.")
public final class LocalHostMain implements Callable<Integer> {
  @Option(names = "--app", required = true, description = "Staged folder of the app.")
  private Path app = Path.of("");

  @Option(names = "--port", description = "HTTP port; 0: any (default: ${DEFAULT-VALUE}).")
  private int port = 0;

  @Option(names = "--no-queues", description = "Leave functions with a queue trigger out.")
  private boolean noQueues;

  @Option(names = "--exit-with-stdin", description = "End when standard input ends.")
  private boolean exitWithStdin;

  private LocalHostMain() {}

  /** Runs until it is told to stop. */
  public static void main(String[] args) {
    int status = new CommandLine(new LocalHostMain()).execute(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  @Override
  public Integer call() throws IOException, ReflectiveOperationException {
    if (Worker.class.getClassLoader() == LocalHostMain.class.getClassLoader()) {
      System.err.println("start it with LocalHostProcess: the app would see the host's classes");
      return CommandLine.ExitCode.USAGE;
    }
    LibraryLogs.quiet();
    Map<String, String> environment = System.getenv();
    LocalHost host;
    StagedApp staged;
    try {
      staged = StagedApp.read(app, environment);
      if (noQueues) {
        staged = staged.withoutQueues();
      }
      host =
          new LocalHost(
              staged,
              port,
              new QueueConnections(environment)::queue,
              System.out,
              () -> Runtime.getRuntime().halt(3));
    } catch (UnsupportedAppException e) {
      System.err.println(e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(host), "stop"));
    if (exitWithStdin) {
      exitWithStdin();
    }
    System.out.println(
        "loaded "
            + staged.functions().stream()
                .map(FunctionDefinition::name)
                .collect(Collectors.joining(" ")));
    System.out.println("READY " + host.port());
    return CommandLine.ExitCode.OK;
  }

  private static void stop(LocalHost host) {
    try {
      host.close();
    } catch (IOException e) {
      System.err.println("stopping: " + e.getMessage());
    }
  }

  /** The parent holds the other end: it ends with the parent, however that one ends. */
  private static void exitWithStdin() {
    Thread watch =
        new Thread(
            () -> {
              try (InputStream in = System.in) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
              } catch (IOException e) {
                System.err.println("parent is gone: " + e.getMessage());
              }
              System.exit(0);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }
}
