package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gets a federated token: subject token, then exchange; once again if STS calls the former stale.
 */
final class Federation implements TokenCell.Fetch {
  private final SubjectTokens subjects;
  private final Hops hops;
  private final Executor executor;
  private final AtomicLong exchanges = new AtomicLong();
  private volatile Hop at = Hop.MANAGED_IDENTITY;

  Federation(SubjectTokens subjects, Hops hops, Executor executor) {
    this.subjects = subjects;
    this.hops = hops;
    this.executor = executor;
  }

  @Override
  public CompletionStage<Fetched> start(boolean urgent) {
    return CompletableFuture.supplyAsync(this::fetch, executor);
  }

  @Override
  public Hop at() {
    return at;
  }

  /** How many exchanges were tried. */
  long exchanges() {
    return exchanges.get();
  }

  private Fetched fetch() {
    at = Hop.MANAGED_IDENTITY;
    SubjectToken subject = subjects.current();
    try {
      return exchange(subject);
    } catch (FailureException e) {
      if (e.failure().code() != FailureCode.IDENTITY_STALE) {
        throw e;
      }
    }
    at = Hop.MANAGED_IDENTITY;
    return exchange(subjects.replace(subject));
  }

  private Fetched exchange(SubjectToken subject) {
    at = Hop.STS;
    exchanges.incrementAndGet();
    return hops.exchange(subject);
  }
}
