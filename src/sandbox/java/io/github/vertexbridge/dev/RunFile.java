package io.github.vertexbridge.dev;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What is running, in {@code target/sandbox/run.json}.
 *
 * @param admin origin of the sandbox's admin route
 * @param app origin of the app; empty if the local host does not run
 * @param storage settings to reach the storage emulator with, and {@code ca}: the file of its CA;
 *     empty if it does not run
 * @param pids process ids: {@code bridge} (with the sandbox), {@code localhost}, {@code azurite}
 */
public record RunFile(
    String admin, String app, Map<String, String> storage, Map<String, Long> pids) {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();
  private static final String NAME = "run.json";

  /** Reads it, if there is one and its launcher is alive. */
  public static Optional<RunFile> read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(GSON.fromJson(Files.readString(file), RunFile.class))
          .filter(run -> ProcessHandle.of(run.pids().getOrDefault("bridge", -1L)).isPresent());
    } catch (JsonParseException e) {
      throw new IOException(file + " is damaged, delete it", e);
    }
  }

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(NAME), GSON.toJson(this) + "\n");
  }

  static void delete(Path directory) {
    try {
      Files.deleteIfExists(directory.resolve(NAME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
