package io.github.vertexbridge.caller;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ProviderName;
import io.github.vertexbridge.call.TenantId;
import io.github.vertexbridge.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tenant of the tests: its key, its tokens, and the settings that name it. */
final class Entra {
  static final String TENANT = "11111111-1111-4111-8111-111111111111";
  static final String OTHER_TENANT = "22222222-2222-4222-8222-222222222222";
  static final String API = "33333333-3333-4333-8333-333333333333";
  static final String OBJECT = "44444444-4444-4444-8444-444444444444";
  static final String CLIENT = "55555555-5555-4555-8555-555555555555";
  static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOW);
  static final RSAKey KEY = key("key-1");
  static final JWKSource<SecurityContext> KEYS =
      new ImmutableJWKSet<>(new JWKSet(KEY.toPublicJWK()));

  private Entra() {}

  static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An application's token, as Entra's v1 endpoint makes it. */
  static JWTClaimsSet.Builder v1() {
    return common()
        .issuer("https://sts.windows.net/" + TENANT + "/")
        .audience("api://" + API)
        .claim("ver", "1.0")
        .claim("appid", CLIENT);
  }

  /** An application's token, as Entra's v2 endpoint makes it. */
  static JWTClaimsSet.Builder v2() {
    return common()
        .issuer("https://login.microsoftonline.com/" + TENANT + "/v2.0")
        .audience(API)
        .claim("ver", "2.0")
        .claim("azp", CLIENT);
  }

  private static JWTClaimsSet.Builder common() {
    return new JWTClaimsSet.Builder()
        .claim("tid", TENANT)
        .claim("oid", OBJECT)
        .claim("idtyp", "app")
        .claim("roles", List.of("Bridge.Invoke"))
        .issueTime(Date.from(NOW.minusSeconds(60)))
        .notBeforeTime(Date.from(NOW.minusSeconds(60)))
        .expirationTime(Date.from(NOW.plusSeconds(3600)));
  }

  static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(KEY.getKeyID());
  }

  static String token(JWTClaimsSet.Builder claims) {
    return token(header(), claims, signer(KEY));
  }

  static String token(JWSHeader.Builder header, JWTClaimsSet.Builder claims, JWSSigner signer) {
    SignedJWT jwt = new SignedJWT(header.build(), claims.build());
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  static JWSSigner signer(RSAKey key) {
    try {
      return new RSASSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static Headers bearer(String token) {
    return new Headers(Map.of("Authorization", "Bearer " + token));
  }

  static Settings settings(URI endpoint, Settings.EasyAuth easyAuth, boolean authEnabled) {
    return new Settings(
        new Settings.Entra(
            new ClientId(CLIENT),
            new TenantId(TENANT),
            "api://" + API,
            "api://federation",
            endpoint,
            easyAuth),
        new Settings.Google(
            new ProviderName(
                "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools"
                    + "/azure/providers/entra"),
            new ProjectId("my-project"),
            Optional.empty(),
            Optional.empty(),
            URI.create("https://sts.googleapis.com"),
            URI.create("https://iamcredentials.googleapis.com"),
            EndpointOverride.NONE,
            EndpointOverride.NONE,
            Map.of()),
        new Settings.Storage(Optional.empty(), Optional.empty(), Optional.empty()),
        new Settings.Jobs(5, Duration.ofMinutes(1), Duration.ofDays(7)),
        new Settings.Platform(authEnabled, "Production", "local", false, false),
        "classpath:policy.json",
        Duration.ZERO,
        new Settings.Log(Settings.Level.INFO, false, Optional.empty()),
        Settings.AuditMode.REQUIRED,
        1024,
        Duration.ofSeconds(5));
  }

  static CallerVerifier verifier(Settings.EasyAuth easyAuth, boolean authEnabled) {
    URI nowhere = URI.create("https://login.invalid");
    return new CallerVerifier(settings(nowhere, easyAuth, authEnabled), CLOCK, KEYS);
  }
}
