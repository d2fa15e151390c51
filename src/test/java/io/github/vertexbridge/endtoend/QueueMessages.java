package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.dev.Queues;
import java.time.Duration;
import java.util.function.Predicate;

/** Sends work to the app's queue and takes what comes out. */
final class QueueMessages {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final QueueClient requests;
  private final QueueClient results;
  private final QueueClient poison;

  QueueMessages(Queues queues) {
    requests = queues.queue("vertex-requests");
    results = queues.queue("vertex-results");
    poison = queues.queue("vertex-requests-poison");
  }

  void send(String text) {
    requests.sendMessage(text);
  }

  /** The result of a message, taken from the queue. */
  JsonObject result(String id) {
    return result(id, "");
  }

  /** The same of work that was done; others under this id may have been refused. */
  JsonObject success(String id) {
    return result(id, "\"state\":\"succeeded\"");
  }

  private JsonObject result(String id, String part) {
    return JsonParser.parseString(
            take(results, message -> text(message).contains(id) && text(message).contains(part))
                .getBody()
                .toString())
        .getAsJsonObject();
  }

  /** A poison message that holds this text, taken from the queue. */
  QueueMessageItem poison(String part) {
    return take(poison, message -> text(message).contains(part));
  }

  private static QueueMessageItem take(QueueClient queue, Predicate<QueueMessageItem> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      for (QueueMessageItem message : queue.receiveMessages(32)) {
        if (wanted.test(message)) {
          queue.deleteMessage(message.getMessageId(), message.getPopReceipt());
          return message;
        }
        queue.updateMessage(
            message.getMessageId(),
            message.getPopReceipt(),
            message.getBody().toString(),
            Duration.ZERO);
      }
    }
    throw new AssertionError("nothing of that kind in " + queue.getQueueName());
  }

  static String text(QueueMessageItem message) {
    return message.getBody().toString();
  }

  static JsonObject cause(QueueMessageItem poison) {
    JsonObject json = JsonParser.parseString(text(poison)).getAsJsonObject();
    assertThat(json.has("cause")).isTrue();
    return json.getAsJsonObject("cause");
  }
}
