package io.github.vertexbridge.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entra's discovery documents and key sets, for both token versions of every tenant. */
final class EntraEndpoint implements HttpEndpoint {
  private static final Pattern PATH =
      Pattern.compile(
          "/([^/]+)(/v2\\.0)?/\\.well-known/openid-configuration|/([^/]+)/discovery/(v2\\.0/)?keys");

  private final World world;
  private final EntraKey key;
  private final Counters counters;
  private final Supplier<String> origin;

  /**
   * @param origin of this endpoint, known once it listens
   */
  EntraEndpoint(World world, EntraKey key, Counters counters, Supplier<String> origin) {
    this.world = world;
    this.key = key;
    this.counters = counters;
    this.origin = origin;
  }

  @Override
  public void arrived(Request request, Optional<Fault> fault) {
    counters.add(request.path().endsWith("keys") ? "entra.jwks" : "entra.discovery");
  }

  @Override
  public Reply answer(Request request) {
    Matcher path = PATH.matcher(request.path());
    if (!request.method().equals("GET") || !path.matches()) {
      return Reply.html(404, "EMULATOR: no such page at Entra");
    }
    boolean discovery = path.group(1) != null;
    String tenant = discovery ? path.group(1) : path.group(3);
    boolean v2 = (discovery ? path.group(2) : path.group(4)) != null;
    if (!world.state().tenants().containsKey(tenant)) {
      return Reply.json(
          400,
          Map.of(
              "error",
              "invalid_tenant",
              "error_description",
              "EMULATOR: AADSTS90002: Tenant '" + tenant + "' not found.",
              "error_codes",
              List.of(90002)));
    }
    return Reply.json(200, discovery ? configuration(tenant, v2) : keys(tenant, v2));
  }

  private Map<String, Object> configuration(String tenant, boolean v2) {
    String version = v2 ? "v2.0/" : "";
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("issuer", EntraTokens.issuer(tenant, v2 ? 2 : 1));
    json.put("jwks_uri", origin.get() + "/" + tenant + "/discovery/" + version + "keys");
    json.put(
        "token_endpoint",
        origin.get() + "/" + tenant + (v2 ? "/oauth2/v2.0/token" : "/oauth2/token"));
    json.put("response_types_supported", List.of("code", "id_token", "code id_token", "token"));
    json.put("subject_types_supported", List.of("pairwise"));
    json.put("id_token_signing_alg_values_supported", List.of("RS256"));
    return json;
  }

  private Map<String, Object> keys(String tenant, boolean v2) {
    Map<String, Object> json = key.published();
    if (v2) {
      json.put("issuer", EntraTokens.issuer(tenant, 2));
    }
    return Map.of("keys", List.of(json));
  }
}
