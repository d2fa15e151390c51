package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.TokenSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A token source that counts: tokens are {@code token-1}, {@code token-2}, … */
final class FakeTokens implements TokenSource {
  private final List<BearerToken> rejected = new CopyOnWriteArrayList<>();
  private int minted;
  private @Nullable BearerToken current;
  private @Nullable FailureException outage;

  @Override
  public synchronized BearerToken token(Optional<ServiceAccount> as, Deadline deadline) {
    if (current == null) {
      if (outage != null) {
        throw outage;
      }
      current =
          new BearerToken("token-" + ++minted, Instant.parse("2030-01-01T00:00:00Z"), List.of());
    }
    return current;
  }

  @Override
  public synchronized Optional<BearerToken> current(Optional<ServiceAccount> as) {
    return Optional.ofNullable(current);
  }

  @Override
  public synchronized void reject(Optional<ServiceAccount> as, BearerToken token) {
    rejected.add(token);
    if (token == current) {
      current = null;
    }
  }

  /** From now on no token can be had. */
  synchronized void fail(FailureException with) {
    outage = with;
  }

  List<BearerToken> rejected() {
    return List.copyOf(rejected);
  }

  synchronized int minted() {
    return minted;
  }
}
