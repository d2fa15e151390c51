package io.github.vertexbridge.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;

/** A directory for keys: it and what is in it are readable by its owner only. */
final class KeyDirectory {
  private final Path directory;

  KeyDirectory(Path directory) throws IOException {
    this.directory = directory.toAbsolutePath();
    Files.createDirectories(this.directory);
    if (posix()) {
      Files.setPosixFilePermissions(this.directory, fromString("rwx------"));
    }
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  Optional<String> read(String name) throws IOException {
    Path file = path(name);
    return Files.exists(file) ? Optional.of(Files.readString(file, US_ASCII)) : Optional.empty();
  }

  Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(US_ASCII));
  }

  /** Never there half written, never there with wider permissions. */
  Path write(String name, byte[] content) throws IOException {
    Path fresh = Files.createTempFile(directory, name, ".new", ownerOnly());
    Files.write(fresh, content);
    return Files.move(
        fresh, path(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<?>[] ownerOnly() {
    return posix()
        ? new FileAttribute<?>[] {asFileAttribute(fromString("rw-------"))}
        : new FileAttribute<?>[0];
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
