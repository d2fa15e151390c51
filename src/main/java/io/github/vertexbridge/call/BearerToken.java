package io.github.vertexbridge.call;

import java.time.Instant;
import java.util.List;

/**
 * A token that Google accepts, with the story of how it was got.
 *
 * <p>{@link #toString()} is redacted and there is no equality by value: identity tells whether a
 * rejected token is still the current one.
 */
public final class BearerToken {
  private final String secret;
  private final Instant expiry;
  private final List<HopRecord> origin;

  /**
   * @param secret the token, without {@code Bearer}
   * @param expiry when it ends
   * @param origin the hops that made it, in order
   */
  public BearerToken(String secret, Instant expiry, List<HopRecord> origin) {
    if (secret.isBlank()) {
      throw new IllegalArgumentException("empty token");
    }
    this.secret = secret;
    this.expiry = expiry;
    this.origin = List.copyOf(origin);
  }

  /** The token itself: goes into an Authorization header and nowhere else. */
  public String secret() {
    return secret;
  }

  public Instant expiry() {
    return expiry;
  }

  /** The hops that made this token, in order. */
  public List<HopRecord> origin() {
    return origin;
  }

  @Override
  public String toString() {
    return "BearerToken[redacted, expiry=" + expiry + "]";
  }
}
