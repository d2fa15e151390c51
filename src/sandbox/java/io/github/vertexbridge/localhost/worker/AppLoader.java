package io.github.vertexbridge.localhost.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The app's class loader, and the rule of when it is the context class loader. */
final class AppLoader implements AutoCloseable {
  /** Context class loader outside of functions. */
  static final ClassLoader OURS = AppLoader.class.getClassLoader();

  private final URLClassLoader loader;

  AppLoader(List<URL> classPath) {
    this.loader = new URLClassLoader("app", classPath.toArray(URL[]::new), OURS);
  }

  ClassLoader loader() {
    return loader;
  }

  /** Names of the providers of a service that the app's own jars list. */
  Set<String> services(Class<?> service) {
    Set<String> names = new HashSet<>();
    try {
      for (URL file :
          Collections.list(loader.findResources("META-INF/services/" + service.getName()))) {
        try (InputStream stream = file.openStream()) {
          String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          text.lines().map(String::strip).forEach(names::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  /** Runs {@code step} with the app's context class loader. */
  <T, E extends Exception> T inside(Step<T, E> step) throws E {
    Thread thread = Thread.currentThread();
    thread.setContextClassLoader(loader);
    try {
      return step.run();
    } finally {
      thread.setContextClassLoader(OURS);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  /** Something that runs in the app. */
  @FunctionalInterface
  interface Step<T, E extends Exception> {
    T run() throws E;
  }
}
