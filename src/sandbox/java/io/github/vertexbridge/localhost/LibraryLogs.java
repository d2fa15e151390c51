package io.github.vertexbridge.localhost;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Keeps the libraries of host and launcher quiet; the app has its own copy of logback. */
public final class LibraryLogs {
  private static final Map<String, Level> LEVELS =
      Map.of(
          Logger.ROOT_LOGGER_NAME,
          Level.WARN,
          // Warns of each request that Java's client sets Content-Length itself.
          "com.azure.core.http.jdk.httpclient",
          Level.ERROR,
          // Errors of a queue that is not there yet; the listener says what matters.
          "com.azure.storage.common",
          Level.OFF);

  /** java.util.logging forgets the level of a logger that nobody holds. */
  private static final List<java.util.logging.Logger> HELD =
      List.of(java.util.logging.Logger.getLogger("io.grpc"));

  private LibraryLogs() {}

  /** Warnings and errors only. */
  public static void quiet() {
    LEVELS.forEach((name, level) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(level));
    HELD.forEach(logger -> logger.setLevel(java.util.logging.Level.WARNING));
  }
}
