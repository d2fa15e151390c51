package io.github.vertexbridge.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads claims of an Entra token (access token claims reference), and forecasts them. */
final class Claims {
  /** STS takes no token whose iat is longer ago (its discovery document since August 2026). */
  static final Duration LONGEST_AGE = Duration.ofHours(24);

  private Claims() {}

  static String text(Map<String, Object> claims, String name) {
    Object value = claims.get(name);
    return value == null ? "" : value.toString();
  }

  static List<String> audiences(Map<String, Object> claims) {
    Object aud = claims.get("aud");
    if (aud instanceof Collection<?> many) {
      return many.stream().map(String::valueOf).toList();
    }
    return aud == null ? List.of() : List.of(aud.toString());
  }

  static Optional<Instant> time(Map<String, Object> claims, String name) {
    return claims.get(name) instanceof Number seconds
        ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
        : Optional.empty();
  }

  /** When Google stops taking the token. */
  static Optional<Instant> usableUntil(Map<String, Object> claims) {
    Optional<Instant> expiry = time(claims, "exp");
    Optional<Instant> stale = time(claims, "iat").map(at -> at.plus(LONGEST_AGE));
    return stale.filter(s -> expiry.map(s::isBefore).orElse(true)).or(() -> expiry);
  }

  /** Issuer of a tenant's tokens by their version. */
  static String issuer(String tenant, int version) {
    return version == 2
        ? "https://login.microsoftonline.com/" + tenant + "/v2.0"
        : "https://sts.windows.net/" + tenant + "/";
  }

  /** The version that the provider is made for, where the export does not say it. */
  private static int fitting(Deployment deployment) {
    String v2 = issuer(deployment.tenantId(), 2);
    return deployment.google().provider().filter(p -> p.issuerUri().equals(v2)).isPresent() ? 2 : 1;
  }

  /** What the token will hold if all is as deployed: by the setting, or else by the export. */
  static Map<String, Object> expected(Evidence evidence) {
    if (evidence.deployment().isEmpty()) {
      return Map.of();
    }
    Deployment deployment = evidence.deployment().get();
    Deployment.Entra entra = deployment.entra();
    int version = entra.federationTokenVersion().orElseGet(() -> fitting(deployment));
    String asked =
        evidence.setting("BRIDGE_FEDERATION_RESOURCE").orElse(entra.federationResource());
    boolean ours = List.of(entra.federationResource(), entra.federationClientId()).contains(asked);
    String object = deployment.identity().objectId();
    if (deployment.tenantId().isEmpty() || object.isEmpty() || asked.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> claims = new TreeMap<>();
    claims.put("iss", issuer(deployment.tenantId(), version));
    claims.put("aud", version == 2 && ours ? entra.federationClientId() : asked);
    claims.put("tid", deployment.tenantId());
    claims.put("oid", object);
    claims.put("sub", object);
    claims.put("ver", version == 2 ? "2.0" : "1.0");
    claims.put(version == 2 ? "azp" : "appid", deployment.identity().clientId());
    claims.put("xms_mirid", deployment.identity().resourceId());
    return claims;
  }
}
