package io.github.vertexbridge.dev;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import io.github.vertexbridge.storage.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Makes what a deployment makes before the app starts; see infra. */
public final class EmptyStorage {
  private EmptyStorage() {}

  /**
   * Makes queues, tables and containers; those that exist stay as they are.
   *
   * @param settings the app settings: where the services and the identity endpoint are
   * @param caPem the CA of the emulator's certificate
   * @throws IOException if the CA cannot be read
   */
  public static void create(Map<String, String> settings, Path caPem) throws IOException {
    TokenCredential identity = Queues.identity(settings);
    HttpClient http = Queues.http(caPem);
    QueueServiceClient queues =
        new QueueServiceClientBuilder()
            .endpoint(settings.get("AzureWebJobsStorage__queueServiceUri"))
            .credential(identity)
            .httpClient(http)
            .buildClient();
    Names.queues().forEach(name -> queues.getQueueClient(name).createIfNotExists());
    TableServiceClient tables =
        new TableServiceClientBuilder()
            .endpoint(settings.get("AzureWebJobsStorage__tableServiceUri"))
            .credential(identity)
            .httpClient(http)
            .buildClient();
    Names.tables().forEach(tables::createTableIfNotExists);
    BlobServiceClient blobs =
        new BlobServiceClientBuilder()
            .endpoint(settings.get("AzureWebJobsStorage__blobServiceUri"))
            .credential(identity)
            .httpClient(http)
            .buildClient();
    Names.containers().forEach(blobs::createBlobContainerIfNotExists);
  }
}
