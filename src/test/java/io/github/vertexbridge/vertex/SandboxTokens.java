package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.TokenSource;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.SandboxAccess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tokens that the sandbox's Vertex takes, each kept until it is rejected. */
final class SandboxTokens implements TokenSource {
  private final Sandbox sandbox;
  private int minted;
  private @Nullable BearerToken current;

  SandboxTokens(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public synchronized BearerToken token(Optional<ServiceAccount> as, Deadline deadline) {
    BearerToken token = current;
    if (token == null) {
      minted++;
      token = new BearerToken(SandboxAccess.accessToken(sandbox), Instant.MAX, List.of());
      current = token;
    }
    return token;
  }

  @Override
  public synchronized Optional<BearerToken> current(Optional<ServiceAccount> as) {
    return Optional.ofNullable(current);
  }

  @Override
  public synchronized void reject(Optional<ServiceAccount> as, BearerToken token) {
    if (token == current) {
      current = null;
    }
  }

  synchronized int minted() {
    return minted;
  }
}
