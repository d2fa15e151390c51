package io.github.vertexbridge.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "hops",
    mixinStandardHelpOptions = true,
    description = "Prints each identity hop that the app of ./bridge run took, with its claims.")
final class HopsCommand implements Callable<Integer> {
  private static final int PAUSE_MILLIS = 200;

  @Option(names = "--follow", description = "Go on as they happen, until the run ends.")
  private boolean follow;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Project.here().sandbox();
    Path file = folder.resolve(LocalLogs.HOPS);
    if (Files.notExists(file)) {
      System.err.println("nothing runs here: start ./bridge run in another terminal");
      return 1;
    }
    long shown = show(file, 0);
    while (follow && RunFile.read(folder).isPresent()) {
      Thread.sleep(PAUSE_MILLIS);
      shown = show(file, shown);
    }
    return 0;
  }

  /** Prints what was added since; a file that is shorter is that of a new run. */
  private static long show(Path file, long from) throws IOException {
    byte[] all = Files.readAllBytes(file);
    int start = all.length < from ? 0 : (int) from;
    System.out.print(new String(all, start, all.length - start, StandardCharsets.UTF_8));
    System.out.flush();
    return all.length;
  }
}
