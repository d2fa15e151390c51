package io.github.vertexbridge.localhost;

import com.azure.core.exception.AzureException;
import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Polls one queue for one function, as the queue extension does: a batch at a time, a new one when
 * no more than the threshold are running, longer and longer waits while the queue is empty. A queue
 * that does not exist is polled in silence; it is not the host that makes it.
 */
final class QueueListener implements AutoCloseable {
  private static final Duration MIN_POLLING_INTERVAL = Duration.ofMillis(100);

  private final QueueClient queue;
  private final HostOptions.Queues options;
  private final QueueMessageRun run;
  private final ExecutorService pool;
  private final PrintStream log;
  private final Thread poller;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int running;
  private boolean stopped;

  /** A listener; {@link #start} begins. */
  QueueListener(
      QueueClient queue,
      HostOptions.Queues options,
      QueueMessageRun run,
      ExecutorService pool,
      PrintStream log) {
    this.queue = queue;
    this.options = options;
    this.run = run;
    this.pool = pool;
    this.log = log;
    this.poller = new Thread(this::poll, "queue-" + queue.getQueueName());
    poller.setDaemon(true);
  }

  void start() {
    poller.start();
  }

  /** Receives nothing more, and waits up to 10 s for what is running. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
      long left = Duration.ofSeconds(10).toNanos();
      while (running > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void poll() {
    Duration wait = MIN_POLLING_INTERVAL;
    try {
      while (awaitThreshold()) {
        if (receive() > 0) {
          wait = MIN_POLLING_INTERVAL;
        } else {
          pause(wait);
          wait = min(wait.multipliedBy(2), options.maxPollingInterval());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many messages were found; errors of the queue count as none, as in the extension. */
  private int receive() {
    List<QueueMessageItem> batch;
    try {
      batch =
          queue
              .receiveMessages(options.batchSize(), QueueMessageRun.INVISIBLE, null, Context.NONE)
              .stream()
              .toList();
    } catch (QueueStorageException e) {
      if (e.getStatusCode() != 404) {
        log.println("queue " + queue.getQueueName() + ": " + e.getErrorCode());
      }
      return 0;
    } catch (AzureException | IllegalStateException e) {
      log.println("queue " + queue.getQueueName() + ": " + e.getMessage());
      return 0;
    }
    for (QueueMessageItem message : batch) {
      count(1);
      pool.execute(() -> process(message));
    }
    return batch.size();
  }

  private void process(QueueMessageItem message) {
    try {
      run.run(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The message stays invisible and comes back, as it does when the extension fails here.
      log.println("queue " + queue.getQueueName() + ": " + e);
    } finally {
      count(-1);
    }
  }

  private void count(int change) {
    lock.lock();
    try {
      running += change;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** False when it is time to end. */
  private boolean awaitThreshold() throws InterruptedException {
    lock.lock();
    try {
      while (!stopped && running > options.newBatchThreshold()) {
        changed.await();
      }
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  private void pause(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!stopped && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
