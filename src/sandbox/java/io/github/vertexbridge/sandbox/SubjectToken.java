package io.github.vertexbridge.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JWT that is exchanged, checked in this order: form, algorithm and kid; issuer; discovery;
 * key; signature; audience; times.
 *
 * @param claims as in the payload; JSON null is null
 * @param expires exp, in seconds since 1970
 */
record SubjectToken(Map<String, @Nullable Object> claims, long expires) {

  /**
   * @param providerName the provider's full resource name, {@code //iam.googleapis.com/…}
   * @param now in seconds since 1970
   */
  static SubjectToken verify(
      String token,
      WorldState world,
      WorldState.Provider provider,
      String providerName,
      EntraKey entra,
      long now) {
    JWSObject jws = parse(token);
    Map<String, @Nullable Object> claims = claims(jws);
    String issuer = string(claims, "iss");
    if (!issuer.equals(provider.issuerUri())) {
      throw StsRefusal.issuer(issuer, provider.issuerUri());
    }
    if (!EntraTokens.serves(world, issuer)) {
      throw StsRefusal.discovery();
    }
    signature(jws, entra);
    audience(claims, provider, providerName);
    long expires = times(claims, now, world.lifetimes().staleAfter());
    string(claims, "sub");
    return new SubjectToken(claims, expires);
  }

  private static JWSObject parse(String token) {
    try {
      // A token with alg none is no JWS: it fails here.
      JWSObject jws = JWSObject.parse(token);
      JWSAlgorithm algorithm = jws.getHeader().getAlgorithm();
      if (!algorithm.equals(JWSAlgorithm.RS256) && !algorithm.equals(JWSAlgorithm.ES256)) {
        throw StsRefusal.token("alg " + algorithm + " is neither RS256 nor ES256");
      }
      if (jws.getHeader().getKeyID() == null) {
        throw StsRefusal.token("the token has no kid");
      }
      return jws;
    } catch (ParseException e) {
      throw StsRefusal.token("the subject token is no signed JWT");
    }
  }

  private static Map<String, @Nullable Object> claims(JWSObject jws) {
    Map<String, @Nullable Object> claims = jws.getPayload().toJSONObject();
    if (claims == null) {
      throw StsRefusal.token("the subject token's payload is no JSON object");
    }
    return claims;
  }

  private static void signature(JWSObject jws, EntraKey entra) {
    if (!jws.getHeader().getKeyID().equals(entra.keyId())) {
      throw StsRefusal.token("kid is not in the issuer's key set");
    }
    try {
      if (!jws.verify(new RSASSAVerifier(entra.rsa().toRSAPublicKey()))) {
        throw StsRefusal.token("the signature does not verify");
      }
    } catch (JOSEException e) {
      throw StsRefusal.token("the signature cannot be verified with the key of this kid");
    }
  }

  private static void audience(
      Map<String, @Nullable Object> claims, WorldState.Provider provider, String providerName) {
    List<String> allowed =
        provider.allowedAudiences().isEmpty()
            ? List.of(providerName, "https:" + providerName)
            : provider.allowedAudiences();
    Object aud = claims.get("aud");
    List<?> found = aud instanceof List<?> list ? list : aud == null ? List.of() : List.of(aud);
    if (found.stream().noneMatch(allowed::contains)) {
      throw StsRefusal.audience(String.join(", ", found.stream().map(String::valueOf).toList()));
    }
  }

  private static long times(Map<String, @Nullable Object> claims, long now, long staleAfter) {
    long issued = number(claims, "iat");
    long expires = number(claims, "exp");
    if (issued > now) {
      throw StsRefusal.token("iat is in the future");
    }
    if (claims.containsKey("nbf") && number(claims, "nbf") > now) {
      throw StsRefusal.token("nbf is in the future");
    }
    if (expires <= now || now - issued > staleAfter) {
      throw StsRefusal.stale(issued);
    }
    return expires;
  }

  private static String string(Map<String, @Nullable Object> claims, String name) {
    if (claims.get(name) instanceof String value && !value.isEmpty()) {
      return value;
    }
    throw StsRefusal.token("the token has no " + name);
  }

  private static long number(Map<String, @Nullable Object> claims, String name) {
    if (claims.get(name) instanceof Number value) {
      return value.longValue();
    }
    throw StsRefusal.token("the token has no " + name);
  }
}
