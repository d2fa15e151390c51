package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one call did until it ended, well or not: a caller that catches the failure still has the
 * hops to report. One object a call; not thread safe.
 */
public final class VertexTrace {
  private final List<HopRecord> hops = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private Optional<Target> target = Optional.empty();
  private Optional<BearerToken> token = Optional.empty();
  private boolean tokenFromCache;

  void used(BearerToken used, boolean fromCache) {
    // A token that an earlier attempt had to wait for was not there before the call.
    if (token.filter(t -> t == used).isEmpty()) {
      token = Optional.of(used);
      tokenFromCache = fromCache;
    }
  }

  void attempted(Target at, Attempt attempt) {
    if (target.isEmpty() || attempt.kind() != Attempt.Kind.MEMORY) {
      target = Optional.of(at);
    }
    attempts.add(attempt);
  }

  void tried(HopRecord hop) {
    hops.add(hop);
  }

  /** The last token that the call had; empty if the identity chain gave none. */
  public Optional<BearerToken> token() {
    return token;
  }

  /** Whether that token was there before the call. */
  public boolean tokenFromCache() {
    return tokenFromCache;
  }

  /** The target that was called last, else the first that was left alone; empty if none was. */
  public Optional<Target> target() {
    return target;
  }

  /** Every place that was tried, in order. */
  public List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /** One record of hop {@code vertex} for each time that Vertex was called. */
  public List<HopRecord> hops() {
    return List.copyOf(hops);
  }
}
