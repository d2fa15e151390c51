package io.github.vertexbridge.localhost;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import io.github.vertexbridge.localhost.worker.InvocationRequest;
import io.github.vertexbridge.localhost.worker.InvocationResponse;
import io.github.vertexbridge.localhost.worker.TypedData;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the queue extension does with one message: call the function, then delete the message, or
 * show it again after the visibility timeout, or after the last try move it to the poison queue: as
 * it was sent, without a cause, for 7 days.
 */
final class QueueMessageRun {
  /**
   * How long a received message is hidden. The extension renews it while the function runs; here
   * functions run no longer than that (see LocalHost).
   */
  static final Duration INVISIBLE = Duration.ofMinutes(10);

  private final String function;
  private final QueueClient queue;
  private final QueueClient poison;
  private final HostOptions.Queues options;
  private final Invoker invoker;
  private final Activity activity;
  private final PrintStream log;

  QueueMessageRun(
      String function,
      QueueClient queue,
      QueueClient poison,
      HostOptions.Queues options,
      Invoker invoker,
      Activity activity,
      PrintStream log) {
    this.function = function;
    this.queue = queue;
    this.poison = poison;
    this.options = options;
    this.invoker = invoker;
    this.activity = activity;
    this.log = log;
  }

  void run(QueueMessageItem message) throws InterruptedException {
    Optional<String> text = decode(message.getBody().toString());
    if (text.isEmpty() || message.getDequeueCount() > options.maxDequeueCount()) {
      moveToPoison(message);
      return;
    }
    InvocationResponse response = invoker.call(request(message, text.get()));
    if (!(response instanceof InvocationResponse.Failure)) {
      delete(message);
    } else if (message.getDequeueCount() >= options.maxDequeueCount()) {
      moveToPoison(message);
    } else {
      ifStillOurs(
          () ->
              queue.updateMessage(
                  message.getMessageId(),
                  message.getPopReceipt(),
                  message.getBody().toString(),
                  options.visibilityTimeout()));
    }
  }

  private Optional<String> decode(String body) {
    if (!options.base64()) {
      return Optional.of(body);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(body);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private InvocationRequest request(QueueMessageItem message, String text) {
    return new InvocationRequest(
        UUID.randomUUID().toString(),
        function,
        Optional.empty(),
        new TypedData.Text(text),
        metadata(message, text),
        activity.childOf(""),
        "");
  }

  /** The message's own properties win, whatever their case: they can forge all of these. */
  private static Map<String, TypedData> metadata(QueueMessageItem message, String text) {
    Map<String, TypedData> metadata = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    metadata.put("QueueTrigger", new TypedData.Text(text));
    metadata.put("DequeueCount", TriggerMetadata.json(message.getDequeueCount()));
    metadata.put("ExpirationTime", time(message.getExpirationTime()));
    metadata.put("Id", new TypedData.Text(message.getMessageId()));
    metadata.put("InsertionTime", time(message.getInsertionTime()));
    metadata.put("NextVisibleTime", time(message.getTimeNextVisible()));
    metadata.put("PopReceipt", new TypedData.Text(message.getPopReceipt()));
    metadata.putAll(TriggerMetadata.properties(text));
    return metadata;
  }

  private static TypedData time(OffsetDateTime time) {
    return TriggerMetadata.json(time.toString());
  }

  private void moveToPoison(QueueMessageItem message) {
    log.println(
        "message "
            + message.getMessageId()
            + " of queue "
            + queue.getQueueName()
            + " moved to "
            + poison.getQueueName());
    String body = message.getBody().toString();
    try {
      send(body);
    } catch (QueueStorageException e) {
      if (e.getStatusCode() != 404) {
        throw e;
      }
      poison.createIfNotExists();
      send(body);
    }
    delete(message);
  }

  private void send(String body) {
    poison.sendMessageWithResponse(body, Duration.ZERO, Duration.ofDays(7), null, Context.NONE);
  }

  private void delete(QueueMessageItem message) {
    ifStillOurs(() -> queue.deleteMessage(message.getMessageId(), message.getPopReceipt()));
  }

  /** A message that somebody else has by now, or that is gone, is left alone. */
  private static void ifStillOurs(Runnable change) {
    try {
      change.run();
    } catch (QueueStorageException e) {
      if (e.getStatusCode() != 400 && e.getStatusCode() != 404) {
        throw e;
      }
    }
  }
}
