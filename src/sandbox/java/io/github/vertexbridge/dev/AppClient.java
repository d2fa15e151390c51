package io.github.vertexbridge.dev;

import io.github.vertexbridge.cli.Fetch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Calls an app by HTTP, wherever it is served. */
final class AppClient {
  private final URI origin;
  private final HttpClient http = HttpClient.newHttpClient();

  AppClient(URI origin) {
    this.origin = origin;
  }

  /**
   * An answer.
   *
   * @param correlationId of the header; empty if there is none
   * @param challenge of WWW-Authenticate; empty if there is none
   */
  record Reply(int status, String body, String correlationId, String challenge) {}

  /** One page of any app, for commands that have no client of their own. */
  static Fetch.Page fetch(URI page, Optional<String> token) throws IOException {
    AppClient client = new AppClient(page);
    HttpRequest.Builder request = client.request(page.toString()).GET();
    token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    try {
      Reply reply = client.send(request);
      return new Fetch.Page(reply.status(), reply.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /** Posts JSON, with a bearer token or without. */
  Reply post(String path, Optional<String> token, String json)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    return send(request);
  }

  /** Any method without a body, with a bearer token. */
  Reply send(String method, String path, String token) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(origin.resolve(path)).timeout(Duration.ofSeconds(60));
  }

  private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(
        response.statusCode(),
        response.body(),
        header(response, "x-bridge-correlation-id"),
        header(response, "www-authenticate"));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
