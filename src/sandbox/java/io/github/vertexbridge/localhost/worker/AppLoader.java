package io.github.vertexbridge.localhost.worker;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

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
