package io.github.vertexbridge.localhost;

import io.github.vertexbridge.localhost.worker.InvocationRequest;
import io.github.vertexbridge.localhost.worker.InvocationResponse;
import io.github.vertexbridge.localhost.worker.Worker;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls functions under the host's function timeout. */
final class Invoker {
  private final Worker worker;
  private final Duration timeout;
  private final PrintStream log;
  private final Runnable restart;

  /**
   * An invoker.
   *
   * @param restart what happens after a timeout: the real host restarts the worker's JVM, with
   *     every other call in it
   */
  Invoker(Worker worker, Duration timeout, PrintStream log, Runnable restart) {
    this.worker = worker;
    this.timeout = timeout;
    this.log = log;
    this.restart = restart;
  }

  /** Calls and waits. Exceptions of functions are answers; they are logged here. */
  InvocationResponse call(InvocationRequest request) throws InterruptedException {
    InvocationResponse response;
    try {
      response = worker.invoke(request).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.println(
          "function " + request.function() + " exceeded functionTimeout " + timeout + ": restart");
      restart.run();
      return new InvocationResponse.Failure("functionTimeout", "");
    } catch (ExecutionException e) {
      throw new IllegalStateException("worker completes with answers only", e);
    }
    if (response instanceof InvocationResponse.Failure failure) {
      log.println("function " + request.function() + " failed: " + failure.message());
      log.println(failure.stackTrace());
    }
    return response;
  }
}
