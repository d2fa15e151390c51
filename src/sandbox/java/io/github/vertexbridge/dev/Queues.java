package io.github.vertexbridge.dev;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * The app's queues, as an operator with the right role sees them: with a token of the sandbox's
 * managed identity for Azure Storage.
 */
public final class Queues {
  private final QueueServiceClient service;

  /**
   * Clients.
   *
   * @param settings the app settings: where the queues and the identity endpoint are
   * @param caPem the CA of the emulator's certificate
   * @throws IOException if the CA cannot be read
   */
  public Queues(Map<String, String> settings, Path caPem) throws IOException {
    this.service =
        new QueueServiceClientBuilder()
            .endpoint(setting(settings, "AzureWebJobsStorage__queueServiceUri"))
            .credential(identity(settings))
            .httpClient(http(caPem))
            .buildClient();
  }

  /** An HTTP client for Azure's SDKs that trusts this CA. */
  public static com.azure.core.http.HttpClient http(Path caPem) throws IOException {
    return new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(SandboxTrust.of(caPem)))
        .build();
  }

  /** A client of one queue. */
  public QueueClient queue(String name) {
    return service.getQueueClient(name);
  }

  /**
   * App Service managed identity, API version 2019-08-01: the SDK's reads this JVM's environment.
   */
  public static TokenCredential identity(Map<String, String> settings) {
    HttpClient http = HttpClient.newHttpClient();
    String query =
        "?api-version=2019-08-01&resource=%s&client_id=%s"
            .formatted(
                URLEncoder.encode("https://storage.azure.com", StandardCharsets.UTF_8),
                setting(settings, "AZURE_CLIENT_ID"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(setting(settings, "IDENTITY_ENDPOINT") + query))
            .header("X-IDENTITY-HEADER", setting(settings, "IDENTITY_HEADER"))
            .build();
    return context -> Mono.fromCallable(() -> token(http, request));
  }

  private static AccessToken token(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("identity endpoint answered " + response.statusCode());
    }
    JsonObject json = JsonParser.parseString(response.body()).getAsJsonObject();
    return new AccessToken(
        json.get("access_token").getAsString(),
        Instant.ofEpochSecond(json.get("expires_on").getAsLong()).atOffset(ZoneOffset.UTC));
  }

  private static String setting(Map<String, String> settings, String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException("setting " + name + " is missing");
    }
    return value;
  }
}
