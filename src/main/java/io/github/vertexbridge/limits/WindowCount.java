package io.github.vertexbridge.limits;

import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Limits.WhenUnknown;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What this instance may spend of one count in the current window: a slice of what all instances
 * share. Spending is a subtraction in memory; slices are leased in the background before the last
 * one ends, and before the next window begins. A call waits only if there is none. Thread safe.
 */
final class WindowCount {
  private static final int ROUNDS = 8;

  /** A lease for each call would be as slow as no leases. */
  private static final int CALLS_A_SLICE = 4;

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(60);
  private static final Duration LONGEST_RECHECK = Duration.ofSeconds(30);

  private final CountKey key;
  private final Kind kind;
  private final Ledger ledger;
  private final SharedClock clock;
  private final Flight flight;

  private long limit;
  private long usual;
  private long window = Long.MIN_VALUE;

  /** Less than zero if answers had more tokens than was thought: the next slice pays for them. */
  private long left;

  private long granted;
  private long lastGranted;
  private long ahead;
  private long wanted;
  private boolean alone;
  private Instant spentUntil = Instant.MIN;
  private Instant lastUse = Instant.MIN;

  /**
   * Kinds of windows.
   *
   * @param length of a window, from its number times this in UTC
   * @param slices into how many slices a window's amount is cut at most
   */
  record Kind(Duration length, int slices) {
    static final Kind MINUTE = new Kind(Duration.ofMinutes(1), 32);
    static final Kind DAY = new Kind(Duration.ofDays(1), 512);

    long window(Instant at) {
      return Math.floorDiv(at.getEpochSecond(), length.toSeconds());
    }

    Instant end(long window) {
      return Instant.ofEpochSecond((window + 1) * length.toSeconds());
    }
  }

  WindowCount(CountKey key, Kind kind, Ledger ledger, SharedClock clock, Executor executor) {
    this.key = key;
    this.kind = kind;
    this.ledger = ledger;
    this.clock = clock;
    this.flight = new Flight(this::lease, executor, clock);
  }

  /**
   * Spends, if there is enough.
   *
   * @param most how much a window has now
   */
  Taken take(long amount, long most, WhenUnknown whenUnknown, Deadline deadline) {
    for (int round = 0; round < ROUNDS; round++) {
      CompletableFuture<Boolean> lease;
      synchronized (this) {
        limit = most;
        usual = amount;
        Instant now = clock.instant();
        roll(kind.window(now));
        lastUse = now;
        boolean spent = now.isBefore(spentUntil);
        if (left >= amount) {
          left -= amount;
          if (left <= slice() / 2 && !spent) {
            refill();
          }
          return Taken.YES;
        }
        if (spent) {
          return Taken.SPENT;
        }
        wanted += amount;
        lease = flight.join();
      }
      boolean worked = Flight.await(lease, deadline);
      synchronized (this) {
        wanted -= amount;
        if (!worked) {
          return whenUnknown == WhenUnknown.LAST_LEASE && takeOfLastLease(amount)
              ? Taken.YES
              : Taken.UNKNOWN;
        }
      }
    }
    return Taken.UNKNOWN;
  }

  private void refill() {
    var unused = flight.join(); // nobody waits for it
  }

  /** Without the table: once in each window what could be leased in the last one. */
  private boolean takeOfLastLease(long amount) {
    roll(kind.window(clock.instant()));
    if (granted < lastGranted) {
      left += lastGranted - granted;
      granted = lastGranted;
      alone = true;
    }
    if (left < amount) {
      return false;
    }
    left -= amount;
    return true;
  }

  /**
   * Corrects what was spent by what it came to.
   *
   * @param reserved what was taken
   * @param taken in which window
   */
  synchronized void settle(long reserved, long actual, long taken) {
    roll(kind.window(clock.instant()));
    long over = actual - reserved;
    if (over > 0 || taken == window) {
      left -= over;
    }
  }

  /** The current window. */
  /** How much this instance has used up of the current window. */
  synchronized LimitUse use() {
    roll(kind.window(clock.instant()));
    return new LimitUse(key.rule(), key.name(), granted - left, limit);
  }

  synchronized long window() {
    roll(kind.window(clock.instant()));
    return window;
  }

  /** How long until the current window ends. */
  Duration untilEnd() {
    Instant now = clock.instant();
    return Duration.between(now, kind.end(kind.window(now)));
  }

  /** Forward; back only if this machine's clock turned out to be wrong. */
  private void roll(long current) {
    if (current == window || current == window - 1) {
      return;
    }
    lastGranted = granted > 0 && !alone ? granted : lastGranted;
    granted = current == window + 1 ? ahead : 0;
    left = Math.min(0, left) + granted;
    window = current;
    ahead = 0;
    alone = false;
    spentUntil = Instant.MIN;
  }

  private long slice() {
    return Math.max(CALLS_A_SLICE * usual, limit / kind.slices());
  }

  /** Runs on a thread of the flight. */
  private void lease() {
    Ledger.Wish wish;
    synchronized (this) {
      wish = new Ledger.Wish(kind, window, false, limit, Math.max(0, wanted - left), slice());
    }
    Ledger.Grant grant = ledger.lease(key, wish);
    synchronized (this) {
      roll(grant.window());
      if (grant.window() != window) {
        return; // its window has ended meanwhile
      }
      left += grant.amount();
      granted += grant.amount();
      if (grant.amount() < Math.max(1, wish.need())) {
        Instant recheck = clock.instant().plus(min(kind.length().dividedBy(30), LONGEST_RECHECK));
        Instant end = kind.end(window);
        spentUntil = recheck.isBefore(end) ? recheck : end;
      }
    }
  }

  /**
   * Leases of the next window if that begins soon and this one is in use; gives back what is not in
   * use. Does I/O.
   */
  void tend() {
    Instant now = clock.instant();
    boolean leaseAhead;
    boolean idle;
    Ledger.Wish wish;
    synchronized (this) {
      roll(kind.window(now));
      idle = lastUse.plus(min(kind.length().dividedBy(6), LONGEST_IDLE)).isBefore(now);
      boolean endsSoon = now.plus(SOON).isAfter(kind.end(window));
      leaseAhead = endsSoon && !idle && ahead == 0;
      wish = new Ledger.Wish(kind, window, true, limit, 0, slice());
    }
    if (leaseAhead) {
      Ledger.Grant grant = ledger.lease(key, wish);
      synchronized (this) {
        if (grant.window() == window + 1) {
          ahead += grant.amount();
        } else if (grant.window() == window) {
          left += grant.amount();
          granted += grant.amount();
        }
      }
    }
    if (idle) {
      giveBack();
    }
  }

  /** Whether nobody has asked for as long. */
  synchronized boolean isIdleFor(Duration time) {
    return lastUse.plus(time).isBefore(clock.instant());
  }

  /** Gives back what is left of the slices. Does I/O. */
  void giveBack() {
    long of;
    long unused;
    long next;
    synchronized (this) {
      of = window;
      unused = alone ? 0 : Math.max(0, left);
      next = ahead;
      left -= unused;
      granted -= unused;
      ahead = 0;
    }
    if (unused > 0) {
      ledger.giveBack(key, of, unused);
    }
    if (next > 0) {
      ledger.giveBack(key, of + 1, next);
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
