package io.github.vertexbridge.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Keeps two kinds of the app's lines in files beside the run file: each identity hop, for {@code
 * ./bridge hops}, and errors that the failure catalogue does not know.
 */
final class LocalLogs implements Consumer<String> {
  static final String HOPS = "hops.log";
  static final String UNKNOWN = "unknown-errors.jsonl";

  private static final String HOP_MARK = " bridge.hop ";
  private static final String UNKNOWN_MARK = " bridge.unknown-error ";

  private final Path folder;
  private final Consumer<String> next;

  /**
   * @param folder where the files are; the hops of the last run are dropped
   * @param next gets every line
   */
  LocalLogs(Path folder, Consumer<String> next) throws IOException {
    this.folder = folder;
    this.next = next;
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(HOPS), "");
  }

  @Override
  public void accept(String line) {
    keep(line, HOP_MARK, HOPS);
    keep(line, UNKNOWN_MARK, UNKNOWN);
    next.accept(line);
  }

  private synchronized void keep(String line, String mark, String file) {
    int at = line.indexOf(mark);
    if (at < 0) {
      return;
    }
    String kept =
        file.equals(HOPS)
            ? line.split(" ", 2)[0] + "  " + line.substring(at + mark.length())
            : line.substring(at + mark.length());
    try {
      Files.writeString(
          folder.resolve(file), kept + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
