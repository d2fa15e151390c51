package io.github.vertexbridge.localhost;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A program that we started and end. Its standard input is a pipe that we hold open: programs that
 * watch it end with us even if we are killed.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final int TAIL = 20;

  private final String name;
  private final Process process;
  private final Consumer<String> lines;
  private final Deque<String> tail = new ConcurrentLinkedDeque<>();
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  private ChildProcess(String name, Process process, Consumer<String> lines) {
    this.name = name;
    this.process = process;
    this.lines = lines;
  }

  /**
   * Starts a program and waits until it says that it is ready.
   *
   * @param name for messages and threads
   * @param lines gets every line of its output and error output, before {@code readyWhen}
   * @param readyWhen says whether a line means ready
   * @param within how long to wait
   * @throws IOException if it cannot be started, ends, or is not ready in time: with its last
   *     lines; it is ended then
   */
  public static ChildProcess start(
      String name,
      ProcessBuilder builder,
      Consumer<String> lines,
      Function<String, Boolean> readyWhen,
      Duration within)
      throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    ChildProcess child = new ChildProcess(name, process, lines);
    Thread pump = new Thread(() -> child.pump(readyWhen), name + "-output");
    pump.setDaemon(true);
    pump.start();
    try {
      child.ready.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return child;
    } catch (ExecutionException e) {
      child.close();
      throw new IOException(name + " did not start: " + child.tail(), e);
    } catch (TimeoutException e) {
      child.close();
      throw new IOException(
          name + " did not start within " + within.toSeconds() + " s: " + child.tail(), e);
    } catch (InterruptedException e) {
      child.close();
      throw e;
    }
  }

  /** The operating system's view of it. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** SIGTERM, 20 s, then a hard kill. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void keep(String line) {
    tail.addLast(line);
    if (tail.size() > TAIL) {
      tail.removeFirst();
    }
  }

  /** Its last lines. */
  private String tail() {
    return tail.isEmpty() ? "it said nothing" : String.join(System.lineSeparator(), tail);
  }

  private void pump(Function<String, Boolean> readyWhen) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        keep(line);
        lines.accept(line);
        if (!ready.isDone() && readyWhen.apply(line)) {
          ready.complete(true);
        }
      }
      ready.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
      if (process.isAlive()) {
        lines.accept(name + ": output lost: " + e.getMessage());
      }
    }
  }
}
