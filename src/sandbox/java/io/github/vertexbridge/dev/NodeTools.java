package io.github.vertexbridge.dev;

import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Node.js, and the packages of {@code src/sandbox/node}: installed once for each lock file, outside
 * of the checkout, so that neither {@code mvn clean} nor a new clone installs again.
 */
public final class NodeTools {
  /** What a user reads who has no Node.js. */
  public static final String MISSING =
      "Node.js (20 or newer) with npm is not on the PATH: install it, from https://nodejs.org for"
          + " example, and start again for the queue half";

  private final Path node;
  private final Path npm;
  private final Path cache;
  private final Path project;

  private NodeTools(Path node, Path npm, Path cache, Path project) {
    this.node = node;
    this.npm = npm;
    this.cache = cache;
    this.project = project;
  }

  /**
   * Node and npm of the PATH, if both are there.
   *
   * @param environment PATH; {@code BRIDGE_CACHE}, {@code XDG_CACHE_HOME} or HOME say where
   *     packages are kept
   * @param project folder of package.json and package-lock.json
   */
  public static Optional<NodeTools> find(Map<String, String> environment, Path project) {
    Optional<Path> node = program("node", environment);
    Optional<Path> npm = program("npm", environment);
    return node.isEmpty() || npm.isEmpty()
        ? Optional.empty()
        : Optional.of(new NodeTools(node.get(), npm.get(), cache(environment), project));
  }

  /** The node program. */
  public Path node() {
    return node;
  }

  /**
   * The folder that holds {@code node_modules}, after installing them if need be: from npm's own
   * cache where it can. Several processes may do so at once.
   *
   * @param progress told before something that takes a minute
   * @throws IOException if npm fails
   */
  public Path packages(Consumer<String> progress) throws IOException, InterruptedException {
    if (Files.isRegularFile(project.resolve("node_modules/.package-lock.json"))) {
      return project;
    }
    Path home = cache.resolve("node-" + hash(project.resolve("package-lock.json")));
    if (Files.isDirectory(home)) {
      return home;
    }
    progress.accept("installing Node.js packages, once, into " + home);
    Files.createDirectories(cache);
    Path fresh = Files.createTempDirectory(cache, "install-");
    try {
      for (String file : List.of("package.json", "package-lock.json")) {
        Files.copy(project.resolve(file), fresh.resolve(file));
      }
      ci(fresh);
      Files.move(fresh, home);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      // Another process was faster.
      if (!Files.isDirectory(home)) {
        throw e;
      }
    } finally {
      delete(fresh);
    }
    return home;
  }

  private void ci(Path folder) throws IOException, InterruptedException {
    Path log = folder.resolve("npm.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                npm.toString(),
                "ci",
                "--prefer-offline",
                "--ignore-scripts",
                "--omit=dev",
                "--no-audit",
                "--no-fund",
                "--loglevel=error")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    if (builder.start().waitFor() != 0) {
      throw new IOException("npm ci failed: " + Files.readString(log).strip());
    }
  }

  private static Path cache(Map<String, String> environment) {
    if (environment.containsKey("BRIDGE_CACHE")) {
      return Path.of(environment.get("BRIDGE_CACHE"));
    }
    String base =
        environment.getOrDefault(
            "XDG_CACHE_HOME", environment.getOrDefault("HOME", "") + "/.cache");
    return Path.of(base, "vertex-bridge");
  }

  private static Optional<Path> program(String name, Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String hash(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return String.format("%064x", new BigInteger(1, digest)).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
