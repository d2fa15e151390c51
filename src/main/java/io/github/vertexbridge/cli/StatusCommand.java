package io.github.vertexbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./bridge status}: a browser cannot send a bearer token, a command can. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Saves an app's status page to a file, to be opened in a browser.",
      "Where App Service authentication signs people in, the browser opens URL/bridge/status itself."
    })
public final class StatusCommand implements Callable<Integer> {
  @Parameters(paramLabel = "URL", description = "For example https://bridge.azurewebsites.net")
  private URI url = URI.create("");

  @Option(
      names = "--token-from",
      paramLabel = "FILE",
      description = "Holds an operator's token (role Bridge.Operate); - is standard input.")
  private @Nullable Path tokenFile;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to (${DEFAULT-VALUE}).")
  private Path output = Path.of("status.html");

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Fetch fetch;

  /**
   * @param fetch how the app is asked
   */
  public StatusCommand(Fetch fetch) {
    this.fetch = fetch;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      String page =
          RemoteDoctor.page(
              url, "/bridge/status?refresh=off", RemoteDoctor.token(tokenFile), fetch);
      Files.writeString(output, page);
      out.println("saved to " + output.toAbsolutePath());
      out.flush();
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 2;
    }
  }
}
