package io.github.vertexbridge.localhost;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import java.net.URI;
import java.util.Map;

/**
 * Queue services by connection name, reached with the managed identity: {@code
 * NAME__queueServiceUri} or {@code NAME__accountName}, and {@code NAME__clientId}. Connection
 * strings are refused.
 */
final class QueueConnections {
  private final Map<String, String> environment;

  QueueConnections(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * A client.
   *
   * @throws UnsupportedAppException if the settings of the connection are missing or hold a secret
   */
  QueueClient queue(String connection, String queue) {
    return service(connection).getQueueClient(queue);
  }

  private QueueServiceClient service(String connection) {
    return new QueueServiceClientBuilder()
        .endpoint(endpoint(connection).toString())
        .credential(credential(connection))
        .buildClient();
  }

  private URI endpoint(String connection) {
    if (environment.containsKey(connection)) {
      throw new UnsupportedAppException(
          connection + " is a connection string: use " + connection + "__queueServiceUri");
    }
    String uri = environment.get(connection + "__queueServiceUri");
    String account = environment.get(connection + "__accountName");
    if (uri == null && account == null) {
      throw new UnsupportedAppException("setting " + connection + "__queueServiceUri is missing");
    }
    return URI.create(uri != null ? uri : "https://" + account + ".queue.core.windows.net");
  }

  private TokenCredential credential(String connection) {
    ManagedIdentityCredentialBuilder identity = new ManagedIdentityCredentialBuilder();
    String clientId =
        environment.getOrDefault(
            connection + "__clientId", environment.getOrDefault("AZURE_CLIENT_ID", ""));
    return clientId.isEmpty() ? identity.build() : identity.clientId(clientId).build();
  }
}
