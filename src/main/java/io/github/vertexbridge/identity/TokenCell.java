package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cache entry: a token that is replaced before it ends, by one flight at a time, in the
 * background.
 *
 * <p>Reads are lock-free: they look at one immutable state. Whoever swaps a flight into it starts
 * that flight; nothing is done while a lock is held, because there is none. Thread safe.
 */
final class TokenCell {
  private static final Logger log = LoggerFactory.getLogger(TokenCell.class);
  private static final AtomicReferenceFieldUpdater<TokenCell, CellState> STATE =
      AtomicReferenceFieldUpdater.newUpdater(TokenCell.class, CellState.class, "state");

  /** How this entry gets a token. */
  interface Fetch {

    /**
     * Starts one attempt; completes with the token or with a {@link FailureException}.
     *
     * @param urgent nobody has a valid token: what is at hand is better than what is fresh
     * @throws RejectedExecutionException if the cache is closed
     */
    CompletionStage<Fetched> start(boolean urgent);

    /** Where the attempt under way is. */
    Hop at();
  }

  @FunctionalInterface
  private interface Due {
    boolean test(CellState seen, long now);
  }

  private final String name;
  private final Fetch fetch;
  private final Timing timing;
  private final InstantSource clock;
  private final RandomGenerator random;
  private volatile CellState state = CellState.EMPTY;

  /**
   * @param name for the log
   * @param random thread safe
   */
  TokenCell(String name, Fetch fetch, Timing timing, InstantSource clock, RandomGenerator random) {
    this.name = name;
    this.fetch = fetch;
    this.timing = timing;
    this.clock = clock;
    this.random = random;
  }

  CellState state() {
    return state;
  }

  Hop at() {
    return fetch.at();
  }

  /** The token if it is valid now; may start a flight, never waits. */
  Optional<BearerToken> current() {
    long now = clock.millis();
    CellState seen = startIf(CellState::dueForCaller, now);
    return seen.valid(now) ? Optional.ofNullable(seen.token()) : Optional.empty();
  }

  /**
   * A valid token, waiting for the one flight if there is none.
   *
   * @throws FailureException the flight's failure, from memory until the next attempt
   */
  BearerToken token(Deadline deadline) {
    long now = clock.millis();
    CellState seen = startIf(CellState::dueForCaller, now);
    @Nullable BearerToken token = seen.token();
    if (token != null && seen.valid(now)) {
      return token;
    }
    @Nullable CompletableFuture<BearerToken> flight = seen.flight();
    if (flight == null) {
      throw remembered(seen, now).asException();
    }
    return join(flight, deadline);
  }

  /**
   * A token to make another one with: fresh rather than about to be replaced, but a valid one
   * rather than none, and the one at hand if it is urgent.
   */
  CompletionStage<BearerToken> lend(boolean urgent) {
    long now = clock.millis();
    CellState seen = startIf(CellState::dueForMint, now);
    @Nullable BearerToken token = seen.token();
    @Nullable CompletableFuture<BearerToken> flight = seen.flight();
    if (token != null && seen.valid(now) && (urgent || flight == null)) {
      return CompletableFuture.completedStage(token);
    }
    if (flight == null) {
      return CompletableFuture.failedStage(remembered(seen, now).asException());
    }
    return flight.exceptionally(
        thrown -> {
          CellState then = state;
          @Nullable BearerToken old = then.token();
          if (old != null && then.valid(clock.millis())) {
            return old;
          }
          throw thrown instanceof CompletionException e ? e : new CompletionException(thrown);
        });
  }

  /**
   * Starts a flight if one is due, for the scheduler: so that an idle app's next caller finds a
   * valid token.
   *
   * @param always also when no valid token is left; else that waits for a caller
   */
  void tick(boolean always) {
    long now = clock.millis();
    if (always || state.valid(now)) {
      startIf(CellState::dueForClock, now);
    }
  }

  /**
   * Google refused this token: it is dropped if it is the current one. When tokens are rejected one
   * after another, drops keep a distance of 1 s doubling to 60 s, so that a Vertex that refuses
   * every token costs a mint a minute, not a mint a call.
   */
  void reject(BearerToken rejected) {
    drop(rejected, true);
  }

  /** Drops this token if it is the current one. */
  void drop(BearerToken rejected) {
    drop(rejected, false);
  }

  private void drop(BearerToken rejected, boolean paced) {
    while (true) {
      CellState seen = state;
      long now = clock.millis();
      if (seen.token() != rejected || (paced && now < seen.nextDropAt())) {
        return;
      }
      int row = paced ? seen.drops() + 1 : seen.drops();
      long nextDrop =
          paced
              ? now + timing.delay(row, timing.longestDelay(), random.nextDouble())
              : seen.nextDropAt();
      long due =
          seen.failures() == 0
              ? now
              : Math.min(seen.dueAt(), now + timing.longestDelayEmpty().toMillis());
      if (STATE.compareAndSet(this, seen, seen.dropped(due, row, nextDrop))) {
        log.warn("{}: the current token was refused with 401 and is dropped", name);
        return;
      }
    }
  }

  /** Fails who waits; new flights are refused by the executor. */
  void close() {
    @Nullable CompletableFuture<BearerToken> flight = state.flight();
    if (flight != null) {
      flight.completeExceptionally(FlightFailures.stopping(fetch.at()).asException());
    }
  }

  /** The state after starting a flight, if one is due and none is under way. */
  private CellState startIf(Due due, long now) {
    while (true) {
      CellState seen = state;
      if (seen.flight() != null || !(due.test(seen, now) || clockWasSetBack(seen, now))) {
        return seen;
      }
      CompletableFuture<BearerToken> flight = new CompletableFuture<>();
      CellState flying = seen.flying(flight);
      if (STATE.compareAndSet(this, seen, flying)) {
        launch(flight, !seen.valid(now));
        return flying;
      }
    }
  }

  /** Then a pause of seconds must not last for hours. */
  private boolean clockWasSetBack(CellState seen, long now) {
    return seen.failures() > 0 && seen.dueAt() - now > timing.longestDelay().toMillis();
  }

  private void launch(CompletableFuture<BearerToken> flight, boolean urgent) {
    CompletionStage<Fetched> attempt;
    try {
      attempt = fetch.start(urgent);
    } catch (RejectedExecutionException e) {
      attempt = CompletableFuture.failedStage(FlightFailures.stopping(fetch.at()).asException());
    }
    attempt.whenComplete(
        (fetched, thrown) -> {
          if (fetched != null) {
            landed(flight, fetched);
          } else {
            failed(flight, FlightFailures.of(fetch.at(), thrown), false);
          }
        });
  }

  private void landed(CompletableFuture<BearerToken> flight, Fetched fetched) {
    if (fetched.expiry().isEmpty()) {
      // For the calls that wait for it, and none after them.
      failed(flight, FlightFailures.withoutExpiry(fetch.at()), true);
      flight.complete(new BearerToken(fetched.secret(), clock.instant(), fetched.origin()));
      return;
    }
    Instant expiry = fetched.expiry().get();
    if (!expiry.isAfter(fetched.obtained()) || !expiry.isAfter(clock.instant())) {
      failed(flight, FlightFailures.expired(fetch.at(), expiry), false);
      return;
    }
    Timing.Life life = Timing.life(fetched.obtained(), expiry, random.nextDouble());
    BearerToken token = new BearerToken(fetched.secret(), expiry, fetched.origin());
    CellState before = STATE.getAndUpdate(this, seen -> seen.holding(token, life));
    if (before.failures() > 0) {
      log.info("{}: a token again after {} failed attempts", name, before.failures());
    }
    flight.complete(token);
  }

  private void failed(CompletableFuture<BearerToken> flight, Failure failure, boolean callOnly) {
    double dice = random.nextDouble();
    long now = clock.millis();
    // What failed before this hop is not tried again before its own pause ends.
    Duration atLeast = failure.retryAfter().orElse(Duration.ZERO);
    CellState after =
        STATE.updateAndGet(
            this,
            seen ->
                seen.failed(
                    failure,
                    timing.nextAttempt(now, seen.failures() + 1, seen.validUntil(), atLeast, dice),
                    callOnly));
    log.warn(
        "{}: attempt {} failed ({} at {}: {}); next at {}, valid token: {}",
        name,
        after.failures(),
        failure.code(),
        failure.where(),
        failure.seen(),
        Instant.ofEpochMilli(after.dueAt()),
        after.valid(now));
    if (!callOnly) {
      flight.completeExceptionally(remembered(after, now).asException());
    }
  }

  private BearerToken join(CompletableFuture<BearerToken> flight, Deadline deadline) {
    Duration patience = deadline.remaining(timing.join());
    try {
      return flight.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      // A new exception for each caller, with its own stack.
      throw FlightFailures.of(fetch.at(), e).asException();
    } catch (TimeoutException e) {
      throw FlightFailures.late(fetch.at(), patience)
          .withRetryAfter(timing.firstDelay())
          .asException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FlightFailures.stopping(fetch.at()).asException();
    }
  }

  private Failure remembered(CellState seen, long now) {
    @Nullable Failure last = seen.lastFailure();
    Failure failure = last == null ? FlightFailures.stopping(fetch.at()) : last;
    return failure.withRetryAfter(Duration.ofMillis(Math.max(1, seen.dueAt() - now)));
  }
}
