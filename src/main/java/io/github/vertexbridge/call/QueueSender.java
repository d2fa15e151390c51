package io.github.vertexbridge.call;

/** Puts a message on a queue of the app's storage account. Thread safe. */
public interface QueueSender {

  /**
   * Sends a message that never expires.
   *
   * @param queue name of the queue
   * @param text plain text, at most 64 KiB in UTF-8
   * @throws FailureException with {@link FailureCode#STORAGE_UNAVAILABLE}
   */
  void send(String queue, String text);
}
