package io.github.vertexbridge.call;

import java.time.Duration;

/** Puts messages on queues of the app's storage account. Thread safe. */
public interface QueueSender {

  /**
   * Sends a message that never expires.
   *
   * @param queue name of the queue
   * @param text plain text, at most 64 KiB in UTF-8
   * @param delay until it can be received, at most 7 days
   * @throws FailureException with {@link FailureCode#STORAGE_UNAVAILABLE}
   */
  void send(String queue, String text, Duration delay);

  /** Sends a message that can be received at once. */
  default void send(String queue, String text) {
    send(queue, text, Duration.ZERO);
  }
}
