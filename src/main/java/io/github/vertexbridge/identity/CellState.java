package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Failure;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * All that a cache entry knows: one immutable value, swapped atomically. Times are milliseconds
 * since the epoch.
 *
 * @param token the token in use, perhaps expired; null if there is none
 * @param validUntil end of its use
 * @param dueAt when the next attempt to get one may start
 * @param earlyDueAt the same for one who would rather have it fresh than cached
 * @param flight the attempt under way
 * @param failures attempts that failed since the last good one
 * @param lastFailure why the last of them did
 * @param callOnly the last answer did not say how long it lasts: each call asks anew
 * @param drops tokens that were rejected one after another
 * @param nextDropAt when the next rejection counts
 */
record CellState(
    @Nullable BearerToken token,
    long validUntil,
    long dueAt,
    long earlyDueAt,
    @Nullable CompletableFuture<BearerToken> flight,
    int failures,
    @Nullable Failure lastFailure,
    boolean callOnly,
    int drops,
    long nextDropAt) {

  private static final long NEVER = Long.MIN_VALUE;

  static final CellState EMPTY =
      new CellState(null, NEVER, NEVER, NEVER, null, 0, null, false, 0, NEVER);

  boolean valid(long now) {
    return now < validUntil;
  }

  /** Whether a caller may start a flight. */
  boolean dueForCaller(long now) {
    return now >= dueAt || (callOnly && !valid(now));
  }

  /** Whether one who makes another token of it may start a flight. */
  boolean dueForMint(long now) {
    return now >= earlyDueAt || (callOnly && !valid(now));
  }

  /** Whether the scheduler may start a flight. */
  boolean dueForClock(long now) {
    return now >= dueAt;
  }

  CellState flying(CompletableFuture<BearerToken> started) {
    return new CellState(
        token,
        validUntil,
        dueAt,
        earlyDueAt,
        started,
        failures,
        lastFailure,
        callOnly,
        drops,
        nextDropAt);
  }

  /** A good attempt. Replacing a token that nobody rejected ends a row of rejections. */
  CellState holding(BearerToken fresh, Timing.Life life) {
    int row = token == null ? drops : 0;
    return new CellState(
        fresh,
        life.validUntil(),
        life.refreshAt(),
        life.earliest(),
        null,
        0,
        null,
        false,
        row,
        row == 0 ? NEVER : nextDropAt);
  }

  /** A failed attempt; what is held stays. */
  CellState failed(Failure failure, long nextAttempt, boolean answeredForCallOnly) {
    return new CellState(
        token,
        validUntil,
        nextAttempt,
        nextAttempt,
        null,
        failures + 1,
        failure,
        answeredForCallOnly,
        drops,
        nextDropAt);
  }

  /** The token was rejected: none is left, and the next attempt may start by {@code due}. */
  CellState dropped(long due, int row, long nextDrop) {
    return new CellState(
        null, NEVER, due, due, flight, failures, lastFailure, callOnly, row, nextDrop);
  }
}
