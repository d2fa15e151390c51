package io.github.vertexbridge.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A local stand-in for Cloud Storage: a folder with one folder for each bucket of the world,
 * objects as files. No permissions of its own.
 */
final class Buckets {
  /** A name is a path below the bucket: nothing that leads elsewhere, no empty segment. */
  private static final Pattern NAME =
      Pattern.compile("(?!.*(?:^|/)\\.{1,2}(?:/|$))[^/\\\\\\x00-\\x1f]+(?:/[^/\\\\\\x00-\\x1f]+)*");

  private final Path root;
  private final World world;

  Buckets(Path root, World world) {
    this.root = root;
    this.world = world;
  }

  boolean has(String bucket) {
    return world.state().buckets().containsKey(bucket);
  }

  /**
   * @throws IllegalArgumentException if there is no such bucket or the name cannot be a file's
   */
  void put(GcsUri object, byte[] content) {
    Path file = file(object);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + object, e);
    }
  }

  Optional<byte[]> get(GcsUri object) {
    Path file = file(object);
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + object, e);
    }
  }

  /** Names of a bucket's objects, in order. */
  List<String> list(String bucket) {
    Path folder = folder(bucket);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + bucket, e);
    }
  }

  void clear() {
    for (String bucket : world.state().buckets().keySet()) {
      for (String name : list(bucket)) {
        try {
          Files.delete(file(new GcsUri(bucket, name)));
        } catch (IOException e) {
          throw new UncheckedIOException("cannot delete " + name, e);
        }
      }
    }
  }

  private Path folder(String bucket) {
    if (!has(bucket)) {
      throw new IllegalArgumentException("no bucket " + bucket + " in the world");
    }
    return root.resolve(bucket);
  }

  private Path file(GcsUri object) {
    if (!NAME.matcher(object.name()).matches()) {
      throw new IllegalArgumentException("not an object's name: " + object.name());
    }
    return folder(object.bucket()).resolve(object.name());
  }
}
