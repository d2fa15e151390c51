package io.github.vertexbridge.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What one hop did.
 *
 * @param hop which
 * @param start when the request left
 * @param duration until its answer was whole
 * @param ok whether it gave what was asked for
 * @param status HTTP status, if there was an answer
 * @param claims what the hop is about, never a token: for {@code managed-identity} the subject
 *     token's {@code iss, aud, sub, oid, tid, appid|azp, iat, exp, ver, uti}; for {@code sts} the
 *     {@code audience} and {@code subject}; for {@code impersonation} the {@code serviceAccount}; a
 *     salted {@code thumbprint} of the token given
 * @param expiry when what was given ends, if known
 */
public record HopRecord(
    Hop hop,
    Instant start,
    Duration duration,
    boolean ok,
    OptionalInt status,
    Map<String, String> claims,
    Optional<Instant> expiry) {

  public HopRecord {
    claims = Collections.unmodifiableMap(new TreeMap<>(claims));
  }
}
