package io.github.vertexbridge.storage;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.QueueSender;
import io.github.vertexbridge.config.Settings;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The app's own storage account, reached by managed identity: no key, no connection string. */
public final class StorageAccount {
  private final Settings.Storage settings;
  private final TokenCredential identity;
  private final HttpClient http;

  /**
   * @param settings where it is
   * @param identity the managed identity
   */
  public StorageAccount(Settings.Storage settings, TokenCredential identity) {
    this.settings = settings;
    this.identity = identity;
    this.http = new JdkHttpClientBuilder().executor(executor()).build();
  }

  /** Its queues; without a queue service every send is a typed failure. */
  public QueueSender queues() {
    return settings
        .queueService()
        .<QueueSender>map(endpoint -> new StorageQueues(endpoint, identity, http))
        .orElse(
            (queue, text) -> {
              throw Failure.of(
                      FailureCode.STORAGE_UNAVAILABLE,
                      "No queue service is set.",
                      "Set AzureWebJobsStorage__queueServiceUri or AzureWebJobsStorage__accountName.")
                  .asException();
            });
  }

  /**
   * About how many messages a queue holds.
   *
   * @return nothing without a queue service
   * @throws io.github.vertexbridge.call.FailureException with {@code STORAGE_UNAVAILABLE}
   */
  public OptionalInt waiting(String queue) {
    return settings
        .queueService()
        .map(endpoint -> OptionalInt.of(StorageQueues.count(endpoint, identity, http, queue)))
        .orElseGet(OptionalInt::empty);
  }

  /** Blobs, of this account or another that the identity may read. */
  public StorageBlobs blobs() {
    return new StorageBlobs(identity, http);
  }

  private static Executor executor() {
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "bridge-storage");
          thread.setDaemon(true);
          thread.setContextClassLoader(StorageAccount.class.getClassLoader());
          return thread;
        });
  }
}
