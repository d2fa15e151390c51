package io.github.vertexbridge.storage;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.AzureException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.azure.storage.queue.models.QueueStorageException;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.QueueSender;
import io.github.vertexbridge.call.Redaction;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Queues of the app's storage account, by managed identity. Messages are plain text, as host.json
 * says ({@code messageEncoding: none}), and never expire.
 */
final class StorageQueues implements QueueSender {
  /** Azure Storage's word for "does not expire" (Put Message, {@code messagettl}). */
  private static final Duration NEVER = Duration.ofSeconds(-1);

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Somebody looks at a page meanwhile. */
  private static final Duration LOOK = Duration.ofSeconds(5);

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
            .buildClient();
  }

  @Override
  public void send(String queue, String text) {
    try {
      clients
          .computeIfAbsent(queue, service::getQueueClient)
          .sendMessageWithResponse(text, Duration.ZERO, NEVER, TIMEOUT, Context.NONE);
    } catch (QueueStorageException e) {
      throw new FailureException(
          failure(queue, "answered " + e.getStatusCode() + " " + e.getErrorCode())
              .withFacts(
                  Map.of("queue", queue, "upstreamStatus", String.valueOf(e.getStatusCode()))),
          e);
    } catch (AzureException | IllegalStateException e) {
      // IllegalStateException is what the client throws when its own timeout ends.
      throw new FailureException(
          failure(queue, Redaction.scrub(String.valueOf(e.getMessage())))
              .withFacts(Map.of("queue", queue)),
          e);
    }
  }

  /** About how many messages a queue holds, by a client of its own. */
  static int count(URI endpoint, TokenCredential credential, HttpClient http, String queue) {
    try {
      return new QueueServiceClientBuilder()
          .endpoint(endpoint.toString())
          .credential(credential)
          .httpClient(http)
          .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
          .buildClient()
          .getQueueClient(queue)
          .getPropertiesWithResponse(LOOK, Context.NONE)
          .getValue()
          .getApproximateMessagesCount();
    } catch (RuntimeException e) {
      // With a timeout the library hides its own exceptions in bare ones, two deep.
      Throwable told = cause(e);
      Failure failure =
          told instanceof QueueStorageException refused
              ? unreadable(
                      queue, "answered " + refused.getStatusCode() + " " + refused.getErrorCode())
                  .withFacts(Map.of("upstreamStatus", String.valueOf(refused.getStatusCode())))
              : unreadable(queue, Redaction.scrub(String.valueOf(told.getMessage())));
      throw new FailureException(failure, e);
    }
  }

  private static Throwable cause(Throwable thrown) {
    Throwable t = thrown;
    while (!(t instanceof AzureException) && t.getCause() != null) {
      t = t.getCause();
    }
    return t;
  }

  private static Failure unreadable(String queue, String seen) {
    return failure(queue, "read", seen);
  }

  private static Failure failure(String queue, String seen) {
    return failure(queue, "written", seen);
  }

  private static Failure failure(String queue, String what, String seen) {
    return Failure.of(
        FailureCode.STORAGE_UNAVAILABLE,
        "Queue " + queue + " could not be " + what + ": " + seen + ".",
        "Check that the queue exists and that the app's identity has the role Storage Queue Data"
            + " Contributor on the account.");
  }
}
