package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.TokenSource;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A token source whose rejections wait for each other. */
record FakeTokensBehind(FakeTokens tokens, CyclicBarrier barrier) implements TokenSource {

  @Override
  public BearerToken token(Optional<ServiceAccount> as, Deadline deadline) {
    return tokens.token(as, deadline);
  }

  @Override
  public Optional<BearerToken> current(Optional<ServiceAccount> as) {
    return tokens.current(as);
  }

  @Override
  public void reject(Optional<ServiceAccount> as, BearerToken token) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
    tokens.reject(as, token);
  }
}
