package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last subject token for as long as STS takes it: azure-identity fails its caller when a
 * refresh fails after half of a token's life, with 12 hours left on the one in its hands.
 *
 * <p>Used by one flight at a time.
 */
final class SubjectTokens {
  private static final Logger log = LoggerFactory.getLogger(SubjectTokens.class);

  private final SubjectSource source;
  private final InstantSource clock;
  private volatile @Nullable SubjectToken kept;

  SubjectTokens(SubjectSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * A token that STS should take now.
   *
   * @throws FailureException if there is none
   */
  SubjectToken current() {
    @Nullable SubjectToken last = kept;
    SubjectToken next;
    try {
      next = source.issue();
    } catch (FailureException e) {
      if (last != null && usable(last)) {
        log.warn("{}; the last subject token serves until {}", e.getMessage(), last.usableUntil());
        return last;
      }
      throw e;
    }
    if (last != null && last.jwt().equals(next.jwt())) {
      next = last; // with the record of the hop that really brought it
    }
    if (!usable(next)) {
      next = renewed(next);
    }
    kept = next;
    return next;
  }

  /**
   * STS called this token stale: drops it and asks once past the library's cache.
   *
   * @throws FailureException {@code IDENTITY_STALE} if the platform gives the same one again
   */
  SubjectToken replace(SubjectToken stale) {
    kept = null;
    SubjectToken next = renewed(stale);
    kept = next;
    return next;
  }

  private SubjectToken renewed(SubjectToken old) {
    SubjectToken next = source.renew();
    if (next.sameIssue(old) || !usable(next)) {
      throw same(next).asException();
    }
    return next;
  }

  private boolean usable(SubjectToken token) {
    return clock.instant().isBefore(token.usableUntil());
  }

  private Failure same(SubjectToken token) {
    boolean old =
        token
            .issuedAt()
            .map(at -> clock.instant().isAfter(at.plus(SubjectToken.LONGEST_USE)))
            .orElse(false);
    boolean expired = !clock.instant().isBefore(token.expiry());
    Instant ends = token.usableUntil();
    Map<String, String> facts = new TreeMap<>();
    facts.put("catalogue", old && !expired ? "S16" : "S07");
    token.issuedAt().ifPresent(at -> facts.put("iat", Long.toString(at.getEpochSecond())));
    facts.put("exp", Long.toString(token.expiry().getEpochSecond()));
    return Failure.at(
            Hop.MANAGED_IDENTITY,
            FailureCode.IDENTITY_STALE,
            "The platform gave the same subject token again, issued at "
                + token.issuedAt().map(Instant::toString).orElse("an unknown time")
                + ", which Google STS does not take any more.",
            "Check the clock; the platform keeps a token for about 24 h and cannot be made to renew"
                + " it, so a new one comes by "
                + ends
                + " at the latest, or at once with another user-assigned identity.")
        .withFacts(facts);
  }
}
