package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.ServiceAccount;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Gets a service account's access token with the shared federated token. */
final class Impersonation implements TokenCell.Fetch {
  private static final String UNAUTHORIZED = "401";

  private final ServiceAccount as;
  private final TokenCell federated;
  private final Hops hops;
  private final Executor executor;
  private final AtomicLong mints = new AtomicLong();
  private volatile boolean minting;
  private volatile boolean droppedFederated;

  Impersonation(ServiceAccount as, TokenCell federated, Hops hops, Executor executor) {
    this.as = as;
    this.federated = federated;
    this.hops = hops;
    this.executor = executor;
  }

  @Override
  public CompletionStage<Fetched> start(boolean urgent) {
    return federated.lend(urgent).thenApplyAsync(this::mint, executor);
  }

  @Override
  public Hop at() {
    return minting ? Hop.IMPERSONATION : federated.at();
  }

  /** How many mints were tried. */
  long mints() {
    return mints.get();
  }

  private Fetched mint(BearerToken with) {
    minting = true;
    try {
      mints.incrementAndGet();
      Fetched minted = hops.mint(with, as);
      droppedFederated = false;
      return minted;
    } catch (FailureException e) {
      if (UNAUTHORIZED.equals(e.failure().facts().get("upstreamStatus")) && !droppedFederated) {
        // Once until a mint succeeds: a service account that IAM always refuses costs no exchanges.
        droppedFederated = true;
        federated.drop(with);
      }
      throw e;
    } finally {
      minting = false;
    }
  }
}
