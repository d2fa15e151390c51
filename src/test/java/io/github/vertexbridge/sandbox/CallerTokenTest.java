package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import io.github.vertexbridge.sandbox.CallerTokenRequest.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entra's published keys and the callers' tokens that they verify. */
class CallerTokenTest extends RunningSandbox {
  private static final CallerTokenRequest GOOD = CallerTokenRequest.withRoles("Bridge.Invoke");

  @Test
  void callerToken_whenGood_thenVerifiesWithThePublishedKey() throws Exception {
    SignedJWT token = SignedJWT.parse(sandbox.callerToken(GOOD));

    assertThat(verifies(token)).isTrue();
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly(client.setting("BRIDGE_API_AUDIENCE"));
    assertThat(claims.getStringListClaim("roles")).isEqualTo(List.of("Bridge.Invoke"));
    assertThat(claims.getClaim("tid")).isEqualTo(client.setting("BRIDGE_TENANT_ID"));
    assertThat(claims.getExpirationTime()).isAfter(Instant.now());
  }

  @Test
  void callerToken_whenV2_thenAudienceIsTheClientId() throws Exception {
    JWTClaimsSet claims = SignedJWT.parse(sandbox.callerToken(GOOD.version(2))).getJWTClaimsSet();

    assertThat("api://" + claims.getAudience().get(0))
        .isEqualTo(client.setting("BRIDGE_API_AUDIENCE"));
    assertThat(claims.getIssuer()).endsWith("/v2.0");
  }

  @Test
  void callerToken_whenAskedToBeWrong_thenWrongInThatWay() throws Exception {
    JWTClaimsSet expired =
        SignedJWT.parse(sandbox.callerToken(GOOD.expiresIn(Duration.ofMinutes(-10))))
            .getJWTClaimsSet();
    assertThat(expired.getExpirationTime()).isBefore(Instant.now());
    assertThat(expired.getIssueTime()).isBefore(expired.getExpirationTime());

    assertThat(
            SignedJWT.parse(sandbox.callerToken(GOOD.audience("api://x")))
                .getJWTClaimsSet()
                .getAudience())
        .containsExactly("api://x");
    assertThat(
            SignedJWT.parse(sandbox.callerToken(GOOD.tenant("other")))
                .getJWTClaimsSet()
                .getIssuer())
        .isEqualTo("https://sts.windows.net/other/");
    assertThat(SignedJWT.parse(sandbox.callerToken(GOOD.keyId("x"))).getHeader().getKeyID())
        .isEqualTo("x");
    assertThat(SignedJWT.parse(sandbox.callerToken(GOOD.keyId(""))).getHeader().getKeyID())
        .isNull();
    assertThat(verifies(SignedJWT.parse(sandbox.callerToken(GOOD.signature(Signature.TAMPERED)))))
        .isFalse();
    assertThat(
            verifies(SignedJWT.parse(sandbox.callerToken(GOOD.signature(Signature.FOREIGN_KEY)))))
        .isFalse();
    assertThat(
            JWTParser.parse(sandbox.callerToken(GOOD.signature(Signature.NONE)))
                .getHeader()
                .getAlgorithm()
                .getName())
        .isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource({
    "/.well-known/openid-configuration,https://sts.windows.net/%s/,/discovery/keys",
    "/v2.0/.well-known/openid-configuration,https://login.microsoftonline.com/%s/v2.0,"
        + "/discovery/v2.0/keys"
  })
  void discovery_whenAsked_thenIssuerAndKeysOfThatVersion(String path, String issuer, String keys)
      throws Exception {
    String tenant = client.setting("BRIDGE_TENANT_ID");
    String base = client.setting("BRIDGE_ENTRA_ENDPOINT") + "/" + tenant;

    var configuration = json(client.get(base + path));

    assertThat(configuration.get("issuer").getAsString()).isEqualTo(issuer.formatted(tenant));
    assertThat(configuration.get("jwks_uri").getAsString()).isEqualTo(base + keys);
    var key = json(client.get(base + keys)).getAsJsonArray("keys").get(0).getAsJsonObject();
    assertThat(key.keySet()).contains("kty", "use", "kid", "x5t", "n", "e", "x5c");
    assertThat(key.keySet()).doesNotContain("d", "p", "q", "alg");
  }

  @Test
  void discovery_whenTenantIsUnknown_then400() throws Exception {
    assertThat(
            client
                .get(client.setting("BRIDGE_ENTRA_ENDPOINT") + "/other/discovery/keys")
                .statusCode())
        .isEqualTo(400);
  }

  private boolean verifies(SignedJWT token) throws Exception {
    JWKSet keys =
        JWKSet.parse(
            client
                .get(
                    client.setting("BRIDGE_ENTRA_ENDPOINT")
                        + "/"
                        + client.setting("BRIDGE_TENANT_ID")
                        + "/discovery/v2.0/keys")
                .body());
    JWSVerifier verifier =
        new RSASSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey());
    return token.verify(verifier);
  }
}
