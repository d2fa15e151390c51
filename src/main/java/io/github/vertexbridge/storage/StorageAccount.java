package io.github.vertexbridge.storage;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import io.github.vertexbridge.call.AppendStore;
import io.github.vertexbridge.config.Settings;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The app's own storage account, reached by managed identity: no key, no connection string. */
public final class StorageAccount {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final Settings.Storage settings;
  private final TokenCredential identity;
  private final HttpClient http;
  private final Queues queues;

  /**
   * @param settings where it is
   * @param identity the managed identity
   */
  public StorageAccount(Settings.Storage settings, TokenCredential identity) {
    this(
        settings,
        identity,
        new JdkHttpClientBuilder()
            .executor(executor())
            .connectionTimeout(CONNECT)
            .responseTimeout(ANSWER)
            .readTimeout(ANSWER)
            .build());
  }

  /**
   * @param http the client to call it with
   */
  public StorageAccount(Settings.Storage settings, TokenCredential identity, HttpClient http) {
    this.settings = settings;
    this.identity = identity;
    this.http = http;
    this.queues =
        settings
            .queueService()
            .<Queues>map(endpoint -> new StorageQueues(endpoint, identity, http))
            .orElseGet(() -> missing(Queues.class, "queue"));
  }

  /** Its queues; without a queue service every use is a typed failure. */
  public Queues queues() {
    return queues;
  }

  /** A table; without a table service every use is a typed failure. */
  public Table table(String name) {
    return settings
        .tableService()
        .<Table>map(endpoint -> new StorageTable(endpoint, name, identity, http))
        .orElseGet(() -> missing(Table.class, "table"));
  }

  /** A container; without a blob service every use is a typed failure. */
  public Blobs container(String name) {
    return settings
        .blobService()
        .<Blobs>map(endpoint -> new StorageContainer(endpoint, name, identity, http))
        .orElseGet(() -> missing(Blobs.class, "blob"));
  }

  /** Append blobs of a container; without a blob service every use is a typed failure. */
  public AppendStore files(String container) {
    return settings
        .blobService()
        .<AppendStore>map(endpoint -> new BlobFiles(endpoint.toString(), container, identity, http))
        .orElseGet(() -> missing(AppendStore.class, "blob"));
  }

  private static <T> T missing(Class<T> type, String service) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw Unavailable.notSet(service);
            }));
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
        .map(endpoint -> OptionalInt.of(queues.length(queue)))
        .orElseGet(OptionalInt::empty);
  }

  /** Blobs, of this account or another that the identity may read. */
  public StorageBlobs blobs() {
    return new StorageBlobs(identity, http);
  }

  /** Two more tries, within a second: what stays down is for callers to repeat. */
  static RetryOptions retries() {
    return new RetryOptions(
        new ExponentialBackoffOptions()
            .setMaxRetries(2)
            .setBaseDelay(Duration.ofMillis(200))
            .setMaxDelay(Duration.ofMillis(800)));
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
