package io.github.vertexbridge.localhost.worker;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loads an app's functions and calls them. Thread safe.
 *
 * <p>As in the Functions Java worker: one class loader for the app, parent first, whose parent is
 * the one of this class; the injector is made at the first load; invocations run on an unbounded
 * pool; the context class loader is the app's inside a function and while the injector is made, and
 * ours at any other time.
 */
public final class Worker implements AutoCloseable {
  private final AppLoader app;
  private final PrintStream log;
  private final ExecutorService pool;
  private final Map<String, FunctionMethod> functions = new ConcurrentHashMap<>();
  private Optional<FunctionInstanceInjector> injector = Optional.empty();
  private boolean injectorSought;

  /**
   * A worker for one app.
   *
   * @param classPath the app's jar, then its libraries
   * @param log where the functions' loggers write
   */
  public Worker(List<URL> classPath, PrintStream log) {
    this.app = new AppLoader(classPath);
    this.log = log;
    AtomicInteger count = new AtomicInteger();
    this.pool =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "worker-" + count.incrementAndGet());
              thread.setDaemon(true);
              thread.setContextClassLoader(AppLoader.OURS);
              return thread;
            });
  }

  /**
   * Loads one function; the first one also makes the app's injector, if it has one.
   *
   * @throws ReflectiveOperationException if class or method is not there or not alone
   * @throws IllegalArgumentException if a parameter is of a kind that this worker does not bind
   */
  public synchronized void load(FunctionMetadata function) throws ReflectiveOperationException {
    if (!injectorSought) {
      injector = app.inside(this::newInjector);
      injectorSought = true;
    }
    functions.put(function.name(), FunctionMethod.find(function, app, injector, log));
  }

  /**
   * Calls a function. The answer is left open for ever if making the function object fails with an
   * Error, as the real worker leaves it: only the host's function timeout ends that.
   */
  public CompletableFuture<InvocationResponse> invoke(InvocationRequest request) {
    FunctionMethod function = functions.get(request.function());
    if (function == null) {
      throw new IllegalArgumentException("not loaded: " + request.function());
    }
    CompletableFuture<InvocationResponse> answer = new CompletableFuture<>();
    pool.execute(
        () -> {
          try {
            answer.complete(function.invoke(request));
          } catch (Exception e) {
            answer.complete(failure(e));
          }
        });
    return answer;
  }

  /** Ends the pool without waiting and closes the app's jars. */
  @Override
  public void close() throws IOException {
    pool.shutdownNow();
    app.close();
  }

  /** Of the app's own jars: in the real worker nothing stands before them. */
  private Optional<FunctionInstanceInjector> newInjector() {
    Set<String> own = app.services(FunctionInstanceInjector.class);
    List<ServiceLoader.Provider<FunctionInstanceInjector>> found =
        ServiceLoader.load(FunctionInstanceInjector.class, app.loader()).stream()
            .filter(provider -> own.contains(provider.type().getName()))
            .toList();
    if (found.size() > 1) {
      throw new IllegalStateException("more than one FunctionInstanceInjector in the app");
    }
    return found.stream().findFirst().map(ServiceLoader.Provider::get);
  }

  private static InvocationResponse.Failure failure(Exception thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return new InvocationResponse.Failure(root.toString(), trace.toString());
  }
}
