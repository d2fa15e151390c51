package io.github.vertexbridge.dev;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** What the children print: the last lines, and the app's call lines by correlation id. */
final class AppOutput implements Consumer<String> {
  private static final int KEPT = 60;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Deque<String> last = new ArrayDeque<>();
  private final Map<String, CallLine> calls = new HashMap<>();

  @Override
  public void accept(String line) {
    lock.lock();
    try {
      last.addLast(line);
      if (last.size() > KEPT) {
        last.removeFirst();
      }
      CallLine.parse(line).ifPresent(call -> calls.put(call.correlationId(), call));
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the line of a call: it may come a little after the answer. */
  Optional<CallLine> call(String correlationId, Duration within) throws InterruptedException {
    lock.lock();
    try {
      long left = within.toNanos();
      while (!calls.containsKey(correlationId) && left > 0) {
        left = added.awaitNanos(left);
      }
      return Optional.ofNullable(calls.get(correlationId));
    } finally {
      lock.unlock();
    }
  }

  List<String> lastLines() {
    lock.lock();
    try {
      return List.copyOf(last);
    } finally {
      lock.unlock();
    }
  }
}
