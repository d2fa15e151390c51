package io.github.vertexbridge.cli;

import io.github.vertexbridge.call.StoredFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files below a directory, or one file. */
final class LocalFiles implements StoredFiles {
  private final Path root;

  private LocalFiles(Path root) {
    this.root = root;
  }

  /**
   * @throws IOException if there is no such file or directory
   */
  static LocalFiles of(Path root) throws IOException {
    if (Files.notExists(root)) {
      throw new IOException("there is no file or directory " + root);
    }
    return new LocalFiles(root);
  }

  @Override
  public List<StoredFile> list(String prefix) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> new StoredFile(name(file), size(file)))
          .filter(file -> file.name().startsWith(prefix))
          .sorted(Comparator.comparing(StoredFile::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream read(String name) {
    try {
      return Files.newInputStream(Files.isDirectory(root) ? root.resolve(name) : root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String name(Path file) {
    return Files.isDirectory(root)
        ? root.relativize(file).toString().replace('\\', '/')
        : String.valueOf(file.getFileName());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
