package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.HopRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A token as a hop gave it.
 *
 * @param secret the token
 * @param obtained when its request left: its life is counted from here
 * @param expiry when it ends; empty if the answer did not say
 * @param origin the hops that made it, in order
 */
record Fetched(String secret, Instant obtained, Optional<Instant> expiry, List<HopRecord> origin) {

  Fetched {
    origin = List.copyOf(origin);
  }

  @Override
  public String toString() {
    return "Fetched[redacted, expiry=" + expiry + "]";
  }
}
