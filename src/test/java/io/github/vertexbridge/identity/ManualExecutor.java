package io.github.vertexbridge.identity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs work when the test says so: what is in line is what is under way. */
final class ManualExecutor implements Executor {
  private final Deque<Runnable> line = new ArrayDeque<>();
  private boolean open = true;

  @Override
  public void execute(Runnable work) {
    if (!open) {
      throw new RejectedExecutionException("closed");
    }
    line.add(work);
  }

  /** Runs all of it, and what it starts. */
  void run() {
    while (!line.isEmpty()) {
      line.remove().run();
    }
  }

  int waiting() {
    return line.size();
  }

  void close() {
    open = false;
    line.clear();
  }
}
