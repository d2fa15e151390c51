package io.github.vertexbridge.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a caller's token for the bridge's API app, a good one or one that is wrong in a chosen
 * way. Begin with {@link #withRoles}.
 *
 * @param roles app roles in the token; not checked against the registration
 * @param groups object ids of its groups; above 200 Entra names a place to ask instead
 * @param caller name of a caller of the world
 * @param version 1 or 2; empty: as the API app's registration says
 * @param expiresIn exp from now, negative for an expired token; empty: the world's lifetime
 * @param audience aud instead of the right one
 * @param tenant tenant of {@code tid} and issuer instead of the right one
 * @param keyId kid of the header instead of the right one; "" leaves it out
 * @param signature how it is signed
 */
public record CallerTokenRequest(
    List<String> roles,
    List<String> groups,
    String caller,
    Optional<Integer> version,
    Optional<Duration> expiresIn,
    Optional<String> audience,
    Optional<String> tenant,
    Optional<String> keyId,
    Signature signature) {

  /** How a token is signed. */
  public enum Signature {
    /** RS256 with Entra's key. */
    RS256,
    /** alg none, no signature. */
    NONE,
    /** HS256 with Entra's public key as the secret: key confusion. */
    HS256_PUBLIC_KEY,
    /** RS256 with a key that Entra does not have. */
    FOREIGN_KEY,
    /** RS256, one bit of the signature flipped. */
    TAMPERED
  }

  public CallerTokenRequest {
    roles = List.copyOf(roles);
    groups = List.copyOf(groups);
  }

  /** A good token of {@code support-app} with these roles. */
  public static CallerTokenRequest withRoles(String... roles) {
    return new CallerTokenRequest(
        List.of(roles),
        List.of(),
        "support-app",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Signature.RS256);
  }

  public CallerTokenRequest groups(List<String> ids) {
    return new CallerTokenRequest(
        roles, ids, caller, version, expiresIn, audience, tenant, keyId, signature);
  }

  public CallerTokenRequest caller(String name) {
    return new CallerTokenRequest(
        roles, groups, name, version, expiresIn, audience, tenant, keyId, signature);
  }

  public CallerTokenRequest version(int tokenVersion) {
    return new CallerTokenRequest(
        roles,
        groups,
        caller,
        Optional.of(tokenVersion),
        expiresIn,
        audience,
        tenant,
        keyId,
        signature);
  }

  public CallerTokenRequest expiresIn(Duration fromNow) {
    return new CallerTokenRequest(
        roles, groups, caller, version, Optional.of(fromNow), audience, tenant, keyId, signature);
  }

  public CallerTokenRequest audience(String aud) {
    return new CallerTokenRequest(
        roles, groups, caller, version, expiresIn, Optional.of(aud), tenant, keyId, signature);
  }

  public CallerTokenRequest tenant(String id) {
    return new CallerTokenRequest(
        roles, groups, caller, version, expiresIn, audience, Optional.of(id), keyId, signature);
  }

  public CallerTokenRequest keyId(String kid) {
    return new CallerTokenRequest(
        roles, groups, caller, version, expiresIn, audience, tenant, Optional.of(kid), signature);
  }

  public CallerTokenRequest signature(Signature how) {
    return new CallerTokenRequest(
        roles, groups, caller, version, expiresIn, audience, tenant, keyId, how);
  }
}
