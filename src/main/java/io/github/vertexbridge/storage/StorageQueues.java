package io.github.vertexbridge.storage;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.azure.storage.queue.models.QueueStorageException;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Queues of the app's storage account, by managed identity. Messages are plain text, as host.json
 * says ({@code messageEncoding: none}), and never expire.
 */
final class StorageQueues implements Queues {
  /** Azure Storage's word for "does not expire" (Put Message, {@code messagettl}). */
  private static final Duration NEVER = Duration.ofSeconds(-1);

  /** The most that the service gives at once. */
  private static final int BATCH = 32;

  private static final int GONE = 404;
  private static final int OTHER_RECEIPT = 400;

  private final QueueServiceClient service;
  private final ConcurrentMap<String, QueueClient> clients = new ConcurrentHashMap<>();

  /**
   * @param endpoint https URL of the queue service
   * @param credential the managed identity
   * @param http the client to call it with
   */
  StorageQueues(URI endpoint, TokenCredential credential, HttpClient http) {
    service =
        new QueueServiceClientBuilder()
            .endpoint(endpoint.toString())
            .credential(credential)
            .httpClient(http)
            .messageEncoding(QueueMessageEncoding.NONE)
            .retryOptions(
                RequestRetryOptions.fromRetryOptions(StorageAccount.retries(), null, null))
            .buildClient();
  }

  @Override
  public void send(String queue, String text, Duration delay) {
    call(queue, client -> client.sendMessageWithResponse(text, delay, NEVER, null, Context.NONE));
  }

  @Override
  public int length(String queue) {
    return call(
        queue,
        client ->
            client
                .getPropertiesWithResponse(null, Context.NONE)
                .getValue()
                .getApproximateMessagesCount());
  }

  @Override
  public List<Message> peek(String queue) {
    return call(
        queue,
        client ->
            client.peekMessages(BATCH, null, Context.NONE).stream()
                .map(
                    message ->
                        message(
                            message.getMessageId(),
                            "",
                            message.getBody(),
                            message.getInsertionTime(),
                            message.getExpirationTime()))
                .toList());
  }

  @Override
  public List<Message> receive(String queue, Duration hidden) {
    return call(
        queue,
        client ->
            client.receiveMessages(BATCH, hidden, null, Context.NONE).stream()
                .map(
                    message ->
                        message(
                            message.getMessageId(),
                            message.getPopReceipt(),
                            message.getBody(),
                            message.getInsertionTime(),
                            message.getExpirationTime()))
                .toList());
  }

  private static Message message(
      String id, String receipt, BinaryData body, OffsetDateTime inserted, OffsetDateTime expires) {
    return new Message(id, receipt, body.toString(), inserted.toInstant(), expires.toInstant());
  }

  @Override
  public void release(String queue, Message message) {
    ifStillOurs(
        queue,
        client ->
            client.updateMessageWithResponse(
                message.id(),
                message.receipt(),
                message.text(),
                Duration.ZERO,
                null,
                Context.NONE));
  }

  @Override
  public void delete(String queue, Message message) {
    ifStillOurs(
        queue,
        client ->
            client.deleteMessageWithResponse(message.id(), message.receipt(), null, Context.NONE));
  }

  private void ifStillOurs(String queue, Function<QueueClient, ?> change) {
    call(
        queue,
        client -> {
          try {
            return change.apply(client);
          } catch (QueueStorageException e) {
            if (e.getStatusCode() != GONE && e.getStatusCode() != OTHER_RECEIPT) {
              throw e;
            }
            return false;
          }
        });
  }

  private <T> T call(String queue, Function<QueueClient, T> call) {
    try {
      return call.apply(clients.computeIfAbsent(queue, service::getQueueClient));
    } catch (RuntimeException e) { // the client's, the credential's, or I/O's
      throw Unavailable.of("Queue " + queue, "Storage Queue Data Contributor", e);
    }
  }
}
