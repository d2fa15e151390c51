package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.HopRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The Entra JWT that the managed identity got for the federation app: RFC 8693's {@code
 * subject_token}.
 *
 * @param jwt the token itself
 * @param claims what may be told about it
 * @param issuedAt its {@code iat}
 * @param expiry its {@code exp}
 * @param record the hop that brought it
 */
record SubjectToken(
    String jwt,
    Map<String, String> claims,
    Optional<Instant> issuedAt,
    Instant expiry,
    HopRecord record) {

  /**
   * STS refuses tokens issued more than 24 h ago, whatever their {@code exp} (its discovery
   * document since August 2026); App Service's live up to 24 h 5 min.
   */
  static final Duration LONGEST_USE = Duration.ofHours(24);

  SubjectToken {
    claims = Map.copyOf(claims);
  }

  /** When STS stops taking it. */
  Instant usableUntil() {
    Instant stale = issuedAt.map(at -> at.plus(LONGEST_USE)).orElse(expiry);
    return stale.isBefore(expiry) ? stale : expiry;
  }

  /** Whether the platform gave the same token again: STS judges by {@code iat}. */
  boolean sameIssue(SubjectToken other) {
    return jwt.equals(other.jwt) || (issuedAt.isPresent() && issuedAt.equals(other.issuedAt));
  }

  @Override
  public String toString() {
    return "SubjectToken[redacted, expiry=" + expiry + "]";
  }
}
