package io.github.vertexbridge.localhost;

import io.github.vertexbridge.localhost.worker.Worker;
import io.github.vertexbridge.localhost.worker.WorkerMain;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The local host in a JVM of its own. That JVM's system class path is what the real worker's is for
 * the app: core library, spi and gson, and our worker half. Ends with this JVM, however that ends.
 */
public final class LocalHostProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  /** Of the parent's environment only these reach the app: all else are its settings. */
  private static final List<String> KEPT = List.of("PATH", "HOME", "TMPDIR", "LANG", "TZ");

  private final List<String> functions = new CopyOnWriteArrayList<>();
  private final AtomicInteger port = new AtomicInteger();
  private final ChildProcess process;

  /**
   * How to start.
   *
   * @param app staged folder
   * @param workerParent folder with azure-functions-java-core-library, azure-functions-java-spi and
   *     gson
   * @param gson which gson comes before the app's own: 2.9.0 or 2.11.0
   * @param port of HTTP; 0: the system's choice
   * @param queues whether functions with a queue trigger run
   * @param settings the app settings
   * @param jvmArguments further arguments of the JVM
   * @param directory where files of this run may be written
   */
  public record Options(
      Path app,
      Path workerParent,
      String gson,
      int port,
      boolean queues,
      Map<String, String> settings,
      List<String> jvmArguments,
      Path directory) {}

  /**
   * Starts and waits until the app's functions are loaded and the port is open, at most 60 s.
   *
   * @param lines gets every line that host and app print
   * @throws IOException if it ended or did not start in time
   */
  public LocalHostProcess(Options options, Consumer<String> lines)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(options));
    builder.environment().keySet().retainAll(KEPT);
    builder.environment().putAll(options.settings());
    process = ChildProcess.start("localhost", builder, lines, this::ready, START);
  }

  private boolean ready(String line) {
    if (line.startsWith("loaded ")) {
      functions.addAll(List.of(line.substring("loaded ".length()).split(" ", -1)));
    }
    if (line.startsWith("READY ")) {
      port.set(Integer.parseInt(line.substring("READY ".length())));
      return true;
    }
    return false;
  }

  /** Where HTTP is served, without a path. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port.get());
  }

  /** Names of the loaded functions. */
  public List<String> functions() {
    return List.copyOf(functions);
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.handle();
  }

  /** Stops it as the platform does: SIGTERM, some time, then a hard kill. */
  @Override
  public void close() {
    process.close();
  }

  private static List<String> command(Options options) throws IOException {
    Files.createDirectories(options.directory());
    Path hostClassPath = temporary(options.directory(), ".classpath");
    Files.writeString(hostClassPath, System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the real worker is started; later flags win.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true"));
    command.addAll(options.jvmArguments());
    command.addAll(List.of("-cp", workerClassPath(options)));
    command.add(WorkerMain.class.getName());
    command.addAll(List.of(hostClassPath.toString(), "--app", options.app().toString()));
    command.addAll(List.of("--port", "" + options.port(), "--exit-with-stdin"));
    if (!options.queues()) {
      command.add("--no-queues");
    }
    return command;
  }

  private static String workerClassPath(Options options) throws IOException {
    List<String> jars = new ArrayList<>();
    jars.add(workerJar(temporary(options.directory(), ".jar")).toString());
    for (String name :
        List.of(
            "azure-functions-java-core-library-*.jar",
            "azure-functions-java-spi-*.jar",
            "gson-" + options.gson() + ".jar")) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(options.workerParent(), name)) {
        int before = jars.size();
        found.forEach(jar -> jars.add(jar.toString()));
        if (jars.size() != before + 1) {
          throw new IOException("one " + name + " expected in " + options.workerParent());
        }
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static Path temporary(Path directory, String suffix) throws IOException {
    Path file = Files.createTempFile(directory, "localhost-", suffix);
    file.toFile().deleteOnExit();
    return file;
  }

  /** A jar of the worker half alone, so that the app's parent loader holds nothing else of ours. */
  private static Path workerJar(Path jar) throws IOException {
    String folder = Worker.class.getPackageName().replace('.', '/');
    Path classes;
    try {
      classes = Path.of(Worker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        DirectoryStream<Path> found =
            Files.newDirectoryStream(classes.resolve(folder), "*.class")) {
      for (Path source : found) {
        out.putNextEntry(new JarEntry(folder + "/" + source.getFileName()));
        Files.copy(source, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
