package io.github.vertexbridge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Walks the identity chain with the JDK's client, which trusts the sandbox's CA and nothing else.
 */
final class SandboxClient {
  static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  static final String FLASH =
      "projects/vertex-sandbox/locations/europe-west4/publishers/google/models/gemini-2.5-flash";
  static final String IRIS = "projects/vertex-sandbox/locations/europe-west4/endpoints/1234567890";
  static final String HELLO =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hello, world!\"}]}]}";

  final HttpClient http;
  private final Sandbox sandbox;
  private final Map<String, String> settings;

  SandboxClient(Sandbox sandbox) throws GeneralSecurityException, IOException {
    this.sandbox = sandbox;
    this.settings = sandbox.appSettings();
    this.http = client(sandbox);
  }

  static HttpClient client(Sandbox sandbox) throws GeneralSecurityException, IOException {
    return HttpClient.newBuilder()
        .sslContext(trusting(sandbox))
        .connectTimeout(Duration.ofSeconds(20))
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  static SSLContext trusting(Sandbox sandbox) throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {SandboxAccess.trust(sandbox)}, null);
    return context;
  }

  String setting(String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }

  HttpResponse<String> get(String url, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String url, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> identity(String query) throws Exception {
    return get(
        setting("IDENTITY_ENDPOINT") + "?" + query,
        "X-IDENTITY-HEADER",
        setting("IDENTITY_HEADER"));
  }

  /** The managed identity's token for a resource. */
  String identityToken(String resource) throws Exception {
    HttpResponse<String> answer =
        identity(
            "api-version=2019-08-01&resource=%s&client_id=%s"
                .formatted(URLEncoder.encode(resource, UTF_8), setting("AZURE_CLIENT_ID")));
    return json(answer).get("access_token").getAsString();
  }

  String subjectToken() throws Exception {
    return identityToken(setting("BRIDGE_FEDERATION_RESOURCE"));
  }

  /** A good exchange's form, in which a test spoils what it wants. */
  Map<String, String> form(String subjectToken) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("audience", setting("BRIDGE_WIF_PROVIDER"));
    form.put("scope", SCOPE);
    form.put("requested_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
    form.put("subject_token", subjectToken);
    return form;
  }

  HttpResponse<String> exchange(Map<String, String> form, String... headers) throws Exception {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/x-www-form-urlencoded";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return post(setting("BRIDGE_STS_ENDPOINT") + "/v1/token", body, all);
  }

  HttpResponse<String> exchange(String subjectToken) throws Exception {
    return exchange(form(subjectToken));
  }

  String federatedToken() throws Exception {
    return json(exchange(subjectToken())).get("access_token").getAsString();
  }

  HttpResponse<String> mint(String bearer, String account, String body) throws Exception {
    return post(
        setting("BRIDGE_IAM_ENDPOINT")
            + "/v1/projects/-/serviceAccounts/"
            + account
            + ":generateAccessToken",
        body,
        "Authorization",
        "Bearer " + bearer);
  }

  static final String MINT_BODY = "{\"scope\":[\"" + SCOPE + "\"],\"lifetime\":\"3600s\"}";

  HttpResponse<String> mint(String bearer) throws Exception {
    return mint(bearer, setting("BRIDGE_DEFAULT_SERVICE_ACCOUNT"), MINT_BODY);
  }

  /** The whole chain. */
  String accessToken() throws Exception {
    return json(mint(federatedToken())).get("accessToken").getAsString();
  }

  HttpResponse<String> vertex(String location, String path, String bearer, String body)
      throws Exception {
    return post(
        sandbox.address("vertex:" + location) + path, body, "Authorization", "Bearer " + bearer);
  }

  /** Any method at a location's host. */
  HttpResponse<String> vertex(
      String method, String location, String path, String bearer, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(sandbox.address("vertex:" + location) + path))
            .header("Authorization", "Bearer " + bearer)
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** A request to the admin route. */
  HttpResponse<String> admin(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(sandbox.admin() + path))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> hello(String bearer) throws Exception {
    return vertex("europe-west4", "/v1/" + FLASH + ":generateContent", bearer, HELLO);
  }

  static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  /** {@code error.message} of Google's shape. */
  static String message(HttpResponse<String> answer) {
    return json(answer).getAsJsonObject("error").get("message").getAsString();
  }

  /** {@code error.details[0].reason} of Google's shape. */
  static String reason(HttpResponse<String> answer) {
    return json(answer)
        .getAsJsonObject("error")
        .getAsJsonArray("details")
        .get(0)
        .getAsJsonObject()
        .get("reason")
        .getAsString();
  }
}
