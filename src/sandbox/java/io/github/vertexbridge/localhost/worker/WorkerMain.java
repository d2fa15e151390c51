package io.github.vertexbridge.localhost.worker;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Entry point of the local host's JVM. Loads the host beside the app: its classes are then visible
 * neither to the app nor to threads whose context class loader is the system's.
 */
public final class WorkerMain {
  private static final String HOST = "io.github.vertexbridge.localhost.LocalHostMain";

  private WorkerMain() {}

  /**
   * Runs the host.
   *
   * @param args a file that holds the host's class path, then the host's own arguments
   */
  public static void main(String[] args) throws Exception {
    List<String> entries =
        List.of(Files.readString(Path.of(args[0])).trim().split(File.pathSeparator));
    URL[] urls = new URL[entries.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = url(entries.get(i));
    }
    // Open as long as the JVM lives.
    @SuppressWarnings("resource")
    ClassLoader host = new URLClassLoader("host", urls, WorkerMain.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(host);
    Class.forName(HOST, true, host)
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static URL url(String entry) throws MalformedURLException {
    return Path.of(entry).toUri().toURL();
  }
}
