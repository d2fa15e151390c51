package io.github.vertexbridge.sandbox;

import io.github.vertexbridge.sandbox.WorldState.App;
import io.github.vertexbridge.sandbox.WorldState.ManagedIdentity;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The App Service managed identity endpoint, API version 2019-08-01. Like the platform it hands out
 * the same token for about 24 hours per identity and resource, and nothing in a request changes
 * that.
 */
final class IdentityEndpoint implements HttpEndpoint {
  static final String PATH = "/msi/token";
  private static final String API_VERSION = "2019-08-01";
  private static final List<String> SELECTORS =
      List.of("client_id", "principal_id", "object_id", "mi_res_id");

  private final World world;
  private final EntraTokens entra;
  private final Counters counters;
  private final InstantSource clock;
  private final String secret;
  private final Map<String, Cached> cache = new ConcurrentHashMap<>();

  private record Cached(String token, long expires, long until) {}

  private record Identity(String clientId, ManagedIdentity details) {}

  /** An answer other than a token. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Reply reply;

    Refusal(int status, Map<String, Object> body) {
      super("refused", null, false, false);
      this.reply = Reply.json(status, body);
    }
  }

  /**
   * @param secret what {@code X-IDENTITY-HEADER} must hold
   */
  IdentityEndpoint(
      World world, EntraTokens entra, Counters counters, InstantSource clock, String secret) {
    this.world = world;
    this.entra = entra;
    this.counters = counters;
    this.clock = clock;
    this.secret = secret;
  }

  /** Forgets the cached tokens, which no caller can bring about on the real platform. */
  void forget() {
    cache.clear();
  }

  @Override
  public void arrived(Request request, Optional<Fault> fault) {
    counters.add("identity.requests");
  }

  @Override
  public Reply answer(Request request) {
    if (!request.is("GET", PATH)) {
      return Reply.json(404, serviceError(404, "EMULATOR: not found"));
    }
    try {
      return token(request, world.state());
    } catch (Refusal refusal) {
      return refusal.reply;
    }
  }

  private Reply token(Request request, WorldState now) throws Refusal {
    if (!request.header("X-IDENTITY-HEADER").equals(Optional.of(secret))) {
      throw new Refusal(
          401, serviceError(401, "EMULATOR: X-IDENTITY-HEADER is missing or not the right one"));
    }
    Map<String, List<String>> query = request.queryParameters();
    if (!single(query, "api-version").equals(Optional.of(API_VERSION))) {
      throw new Refusal(400, serviceError(400, "EMULATOR: api-version is not " + API_VERSION));
    }
    String resource =
        single(query, "resource")
            .orElseThrow(
                () -> new Refusal(400, serviceError(400, "EMULATOR: resource is missing")));
    Identity identity = identity(query, now);
    Entry<String, App> app = app(resource, identity, now);
    Cached cached =
        cache.compute(
            identity.clientId() + " " + resource,
            (key, known) ->
                known != null && clock.instant().getEpochSecond() < known.until()
                    ? known
                    : mint(now, identity, app, resource));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", cached.token());
    body.put("expires_on", Long.toString(cached.expires()));
    body.put("resource", resource);
    body.put("token_type", "Bearer");
    body.put("client_id", identity.clientId());
    return Reply.json(200, body);
  }

  private Cached mint(WorldState now, Identity identity, Entry<String, App> app, String resource) {
    counters.add("identity.tokens");
    long issued = clock.instant().getEpochSecond();
    long lifetime = now.lifetimes().subjectToken();
    String token =
        entra.sign(
            entra.managedIdentity(now, identity.clientId(), identity.details(), app, resource));
    // A token of ordinary length is replaced five minutes before it ends.
    long usable = lifetime - Math.min(300, lifetime / 10);
    return new Cached(
        token, issued + lifetime, issued + Math.min(usable, now.lifetimes().identityCache()));
  }

  private static Identity identity(Map<String, List<String>> query, WorldState now) throws Refusal {
    List<String> given = SELECTORS.stream().filter(query::containsKey).toList();
    if (given.size() > 1) {
      throw new Refusal(400, serviceError(400, "EMULATOR: " + given + " exclude each other"));
    }
    for (Entry<String, ManagedIdentity> entry : now.functionApp().identities().entrySet()) {
      ManagedIdentity details = entry.getValue();
      String value = given.isEmpty() ? "" : single(query, given.get(0)).orElse("");
      boolean meant =
          given.isEmpty()
              ? details.systemAssigned()
              : switch (given.get(0)) {
                case "client_id" -> entry.getKey().equalsIgnoreCase(value);
                case "mi_res_id" -> details.resourceId().equalsIgnoreCase(value);
                default -> details.objectId().equalsIgnoreCase(value);
              };
      if (meant) {
        return new Identity(entry.getKey(), details);
      }
    }
    if (given.isEmpty()) {
      // The older text, seen where no identity was named and there is no system-assigned one.
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("StatusCode", 400);
      body.put("Message", "No MSI found for specified ClientId/ResourceId.");
      body.put("CorrelationId", UUID.randomUUID().toString());
      throw new Refusal(400, body);
    }
    throw new Refusal(
        400,
        serviceError(
            400,
            "No User Assigned or Delegated Managed Identity found for specified"
                + " ClientId/ResourceId/PrincipalId"));
  }

  private Entry<String, App> app(String resource, Identity identity, WorldState now)
      throws Refusal {
    String tenant = now.functionApp().tenant();
    Entry<String, App> app =
        Optional.ofNullable(now.tenants().get(tenant))
            .flatMap(home -> home.resource(resource))
            .orElseThrow(
                () ->
                    new Refusal(
                        400,
                        entraError(
                            "invalid_resource",
                            500011,
                            "AADSTS500011: The resource principal named "
                                + resource
                                + " was not found in the tenant named "
                                + tenant
                                + ". This can happen if the application has not been installed by"
                                + " the administrator of the tenant or consented to by any user in"
                                + " the tenant. You might have sent your authentication request to"
                                + " the wrong tenant.")));
    if (app.getValue().assignmentRequired()
        && !app.getValue().assigned().contains(identity.details().objectId())) {
      throw new Refusal(
          400,
          entraError(
              "invalid_grant",
              501051,
              "EMULATOR: AADSTS501051: the application is not assigned to a role for the"
                  + " application '"
                  + app.getKey()
                  + "'."));
    }
    return app;
  }

  private Map<String, Object> entraError(String error, int code, String description) {
    String trace = UUID.randomUUID().toString();
    String correlation = UUID.randomUUID().toString();
    String timestamp = clock.instant().toString();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put(
        "error_description",
        "%s Trace ID: %s Correlation ID: %s Timestamp: %s"
            .formatted(description, trace, correlation, timestamp));
    body.put("error_codes", List.of(code));
    body.put("timestamp", timestamp);
    body.put("trace_id", trace);
    body.put("correlation_id", correlation);
    return body;
  }

  private static Map<String, Object> serviceError(int status, String message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("statusCode", status);
    body.put("message", message);
    body.put("correlationId", UUID.randomUUID().toString());
    return body;
  }

  private static Optional<String> single(Map<String, List<String>> query, String name) {
    return Optional.ofNullable(query.get(name))
        .filter(values -> values.size() == 1 && !values.get(0).isEmpty())
        .map(values -> values.get(0));
  }
}
