package io.github.vertexbridge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.vertexbridge.sandbox.CallerTokenRequest.Signature;
import io.github.vertexbridge.sandbox.WorldState.App;
import io.github.vertexbridge.sandbox.WorldState.CallerApp;
import io.github.vertexbridge.sandbox.WorldState.ManagedIdentity;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Entra's access tokens: which claims a v1 and a v2 token carry (access token claims reference),
 * and the signature over them. The resource's registration decides the version, never the caller.
 */
final class EntraTokens {
  private static final int MOST_GROUPS = 200;

  private final EntraKey key;
  private final InstantSource clock;
  private final SecureRandom random;

  EntraTokens(EntraKey key, InstantSource clock, SecureRandom random) {
    this.key = key;
    this.clock = clock;
    this.random = random;
  }

  /** Claims of a managed identity's token. */
  Map<String, Object> managedIdentity(
      WorldState world,
      String clientId,
      ManagedIdentity identity,
      Entry<String, App> app,
      String asked) {
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims =
        claims(
            world.functionApp().tenant(), app, asked, app.getValue().requestedAccessTokenVersion());
    principal(claims, clientId, identity.objectId(), "2");
    times(claims, now, now + world.lifetimes().subjectToken());
    claims.put("xms_mirid", identity.resourceId());
    return claims;
  }

  /** A caller's token, good or bad as asked. */
  String caller(WorldState world, CallerTokenRequest request) {
    String apiApp = world.apps().apiApp();
    String home = world.functionApp().tenant();
    App app = world.app(apiApp);
    CallerApp caller = world.callers().get(request.caller());
    if (caller == null) {
      throw new IllegalArgumentException(
          "no caller " + request.caller() + "; there are " + world.callers().keySet());
    }
    Map<String, Object> claims =
        claims(
            request.tenant().orElse(home),
            Map.entry(apiApp, app),
            app.appIdUri(),
            request.version().orElse(app.requestedAccessTokenVersion()));
    request.audience().ifPresent(audience -> claims.put("aud", audience));
    principal(claims, caller.clientId(), caller.objectId(), "1");
    Instant now = clock.instant();
    Duration lifetime = Duration.ofSeconds(world.lifetimes().callerToken());
    Instant expires = now.plus(request.expiresIn().orElse(lifetime));
    Instant issued = expires.minus(lifetime).isBefore(now) ? expires.minus(lifetime) : now;
    times(claims, issued.getEpochSecond(), expires.getEpochSecond());
    if (!request.roles().isEmpty()) {
      claims.put("roles", request.roles());
    }
    groups(claims, request.groups());
    return sign(claims, request.keyId().orElse(key.keyId()), request.signature());
  }

  /** "Group overages", learn.microsoft.com/entra/identity-platform/id-token-claims-reference. */
  private static void groups(Map<String, Object> claims, List<String> groups) {
    if (groups.size() > MOST_GROUPS) {
      claims.put("_claim_names", Map.of("groups", "src1"));
      claims.put(
          "_claim_sources",
          Map.of(
              "src1",
              Map.of(
                  "endpoint",
                  "https://graph.microsoft.com/v1.0/users/"
                      + claims.get("oid")
                      + "/getMemberObjects")));
    } else if (!groups.isEmpty()) {
      claims.put("groups", groups);
    }
  }

  /** The kid of Entra's key. */
  String keyId() {
    return key.keyId();
  }

  /** Signs with Entra's key. */
  String sign(Map<String, Object> claims) {
    return sign(claims, key.keyId(), Signature.RS256);
  }

  String sign(Map<String, Object> claims, String keyId, Signature signature) {
    try {
      return switch (signature) {
        case RS256 -> signed(JWSAlgorithm.RS256, keyId, claims, new RSASSASigner(key.rsa()));
        case FOREIGN_KEY ->
            signed(
                JWSAlgorithm.RS256,
                keyId,
                claims,
                new RSASSASigner(EntraKey.generate(clock, random).rsa()));
        case HS256_PUBLIC_KEY ->
            signed(
                JWSAlgorithm.HS256,
                keyId,
                claims,
                new MACSigner(key.rsa().toRSAPublicKey().getEncoded()));
        case NONE -> unsigned(keyId, claims);
        case TAMPERED ->
            tampered(signed(JWSAlgorithm.RS256, keyId, claims, new RSASSASigner(key.rsa())));
      };
    } catch (JOSEException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  private static String signed(
      JWSAlgorithm algorithm, String keyId, Map<String, Object> claims, JWSSigner signer)
      throws JOSEException {
    Map<String, Object> header = new LinkedHashMap<>(Map.of("typ", "JWT"));
    header.put("alg", algorithm.getName());
    if (!keyId.isEmpty()) {
      header.put("kid", keyId);
    }
    if (!keyId.isEmpty() && "1.0".equals(claims.get("ver"))) {
      header.put("x5t", keyId);
    }
    try {
      JWSObject token = new JWSObject(JWSHeader.parse(header), new Payload(claims));
      token.sign(signer);
      return token.serialize();
    } catch (ParseException e) {
      throw new JOSEException("no JWS header", e);
    }
  }

  /** Nimbus refuses to write a header with alg none and a kid as a signed object. */
  private static String unsigned(String keyId, Map<String, Object> claims) {
    Map<String, Object> header = Map.of("typ", "JWT", "alg", "none", "kid", keyId);
    return encode(header) + "." + encode(claims) + ".";
  }

  private static Base64URL encode(Map<String, Object> json) {
    return Base64URL.encode(JSONObjectUtils.toJSONString(json).getBytes(UTF_8));
  }

  private static String tampered(String token) {
    int dot = token.lastIndexOf('.');
    byte[] signature = new Base64URL(token.substring(dot + 1)).decode();
    signature[signature.length / 2] ^= 1;
    return token.substring(0, dot + 1) + Base64URL.encode(signature);
  }

  private Map<String, Object> claims(
      String tenant, Entry<String, App> app, String asked, int version) {
    Map<String, Object> claims = new LinkedHashMap<>();
    // v1: the resource as it was asked for; v2: always the client id.
    claims.put("aud", version == 1 ? asked : app.getKey());
    claims.put("iss", issuer(tenant, version));
    if (version == 1) {
      claims.put("idp", issuer(tenant, 1));
    }
    claims.put("aio", random(24));
    claims.put("idtyp", "app");
    claims.put("rh", "1." + random(20));
    claims.put("tid", tenant);
    claims.put("uti", random(16));
    claims.put("ver", version + ".0");
    return claims;
  }

  private static void principal(
      Map<String, Object> claims, String clientId, String objectId, String acr) {
    boolean v1 = "1.0".equals(claims.get("ver"));
    claims.put(v1 ? "appid" : "azp", clientId);
    claims.put(v1 ? "appidacr" : "azpacr", acr);
    claims.put("oid", objectId);
    claims.put("sub", objectId);
  }

  private static void times(Map<String, Object> claims, long issued, long expires) {
    claims.put("iat", issued);
    claims.put("nbf", issued);
    claims.put("exp", expires);
  }

  static String issuer(String tenant, int version) {
    return version == 1
        ? "https://sts.windows.net/" + tenant + "/"
        : "https://login.microsoftonline.com/" + tenant + "/v2.0";
  }

  /** Whether Entra would serve discovery for this issuer. */
  static boolean serves(WorldState world, String issuer) {
    return world.tenants().keySet().stream()
        .anyMatch(id -> List.of(issuer(id, 1), issuer(id, 2)).contains(issuer));
  }

  private String random(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return Base64URL.encode(value).toString();
  }
}
