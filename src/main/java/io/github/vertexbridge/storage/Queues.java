package io.github.vertexbridge.storage;

import io.github.vertexbridge.call.QueueSender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The queues of the app's storage account. Thread safe. Every method throws {@link
 * io.github.vertexbridge.call.FailureException} with STORAGE_UNAVAILABLE if the service does not
 * answer as it should.
 */
public interface Queues extends QueueSender {

  /**
   * A message as it lies in a queue.
   *
   * @param id the service's
   * @param receipt of who received it; empty if it was only looked at
   * @param text as it was sent
   * @param inserted when it was sent
   * @param expires when it is deleted by itself
   */
  record Message(String id, String receipt, String text, Instant inserted, Instant expires) {}

  /** How many messages there are, about, hidden ones included. */
  int length(String queue);

  /** The first visible messages, at most 32, which stay as they are. */
  List<Message> peek(String queue);

  /** Takes the first visible messages, at most 32, which are hidden from others for so long. */
  List<Message> receive(String queue, Duration hidden);

  /** Shows a message that was received again. */
  void release(String queue, Message message);

  /** Deletes a message that was received; one that somebody else has by now is left alone. */
  void delete(String queue, Message message);
}
