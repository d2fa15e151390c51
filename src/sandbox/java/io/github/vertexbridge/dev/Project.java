package io.github.vertexbridge.dev;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where things are in a checkout.
 *
 * @param root the checkout
 */
public record Project(Path root) {

  /** The checkout that this process was started in. */
  public static Project here() {
    return new Project(Path.of("").toAbsolutePath());
  }

  /** Keys, CA and files of runs; kept across restarts. */
  public Path sandbox() {
    return root.resolve("target/sandbox");
  }

  /** What the worker puts before the app's jars. */
  public Path workerParent() {
    return root.resolve("target/worker-parent");
  }

  /** package.json of the storage emulator. */
  public Path node() {
    return root.resolve("src/sandbox/node");
  }

  /**
   * The staged app.
   *
   * @throws IOException if it was not built, or if there is more than one
   */
  public Path stagedApp() throws IOException {
    Path folder = root.resolve("target/azure-functions");
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> apps = Files.newDirectoryStream(folder, Files::isDirectory)) {
        apps.forEach(found::add);
      }
    }
    if (found.size() != 1) {
      throw new IOException("no staged app in target/azure-functions: run mvn -q -Pquick package");
    }
    return found.get(0);
  }
}
