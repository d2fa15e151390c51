package io.github.vertexbridge.localhost;

import com.azure.storage.queue.QueueClient;
import io.github.vertexbridge.localhost.FunctionDefinition.QueueTrigger;
import io.github.vertexbridge.localhost.worker.FunctionMetadata;
import io.github.vertexbridge.localhost.worker.Worker;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A running app: worker, HTTP front and queue listeners. */
final class LocalHost implements AutoCloseable {
  private final Worker worker;
  private final HttpFront front;
  private final List<QueueListener> listeners = new ArrayList<>();
  private final ExecutorService pool;

  /**
   * Loads the functions and starts.
   *
   * @param app what to run
   * @param port of HTTP; 0: the system's choice
   * @param queues gives a client for a connection name and a queue name
   * @param log where host and functions write
   * @param restart what follows a function timeout
   * @throws ReflectiveOperationException if a function cannot be loaded
   * @throws UnsupportedAppException if the app asks for what the local host does not do
   */
  LocalHost(
      StagedApp app,
      int port,
      BiFunction<String, String, QueueClient> queues,
      PrintStream log,
      Runnable restart)
      throws ReflectiveOperationException {
    boolean polls = app.functions().stream().anyMatch(f -> f.trigger() instanceof QueueTrigger);
    if (polls && app.options().functionTimeout().compareTo(QueueMessageRun.INVISIBLE) > 0) {
      throw new UnsupportedAppException(
          "functionTimeout above 10 min with a queue trigger: the local host does not renew messages");
    }
    AtomicInteger count = new AtomicInteger();
    this.pool =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "host-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.worker = new Worker(app.classPath(), log);
    for (FunctionDefinition function : app.functions()) {
      worker.load(
          new FunctionMetadata(function.name(), function.entryPoint(), function.trigger().name()));
    }
    Invoker invoker = new Invoker(worker, app.options().functionTimeout(), log, restart);
    Activity activity = new Activity(new SecureRandom());
    RouteTable routes = new RouteTable(app.functions(), app.options().routePrefix());
    for (FunctionDefinition function : app.functions()) {
      if (function.trigger() instanceof QueueTrigger trigger) {
        listeners.add(
            listener(
                function.name(), trigger, app.options().queues(), queues, invoker, activity, log));
      }
    }
    this.front = new HttpFront(routes, invoker, activity, app.options(), port, pool);
    listeners.forEach(QueueListener::start);
  }

  private QueueListener listener(
      String function,
      QueueTrigger trigger,
      HostOptions.Queues options,
      BiFunction<String, String, QueueClient> queues,
      Invoker invoker,
      Activity activity,
      PrintStream log) {
    QueueClient queue = queues.apply(trigger.connection(), trigger.queueName());
    QueueClient poison = queues.apply(trigger.connection(), trigger.queueName() + "-poison");
    QueueMessageRun run =
        new QueueMessageRun(function, queue, poison, options, invoker, activity, log);
    return new QueueListener(queue, options, run, pool, log);
  }

  /** Port of HTTP. */
  int port() {
    return front.port();
  }

  /** Stops listening, lets running invocations end, as the host does. */
  @Override
  public void close() throws IOException {
    listeners.forEach(QueueListener::close);
    front.close();
    pool.shutdown();
    worker.close();
  }
}
