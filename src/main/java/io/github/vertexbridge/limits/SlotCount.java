package io.github.vertexbridge.limits;

import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Limits.WhenUnknown;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * How many calls this instance may have under way at one time: slots that it holds of those that
 * all instances share, for a minute, and anew before that ends. Thread safe.
 */
final class SlotCount {
  private static final int ROUNDS = 8;
  private static final Duration RECHECK = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** Before the others may take the slots. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private static final Duration RENEWED_BEFORE_END = Duration.ofSeconds(40);

  private final CountKey key;
  private final String instance;
  private final Ledger ledger;
  private final SharedClock clock;
  private final Flight flight;

  private int limit;
  private int held;
  private int used;
  private int peak;
  private int wanted;
  private Instant heldUntil = Instant.MIN;
  private Instant spentUntil = Instant.MIN;
  private Instant lastUse = Instant.MIN;

  SlotCount(CountKey key, String instance, Ledger ledger, SharedClock clock, Executor executor) {
    this.key = key;
    this.instance = instance;
    this.ledger = ledger;
    this.clock = clock;
    this.flight = new Flight(this::lease, executor, clock);
  }

  /**
   * Takes a slot, if there is one, until {@link #release}.
   *
   * @param most how many all instances have now
   */
  Taken take(int most, WhenUnknown whenUnknown, Deadline deadline) {
    for (int round = 0; round < ROUNDS; round++) {
      CompletableFuture<Boolean> lease;
      synchronized (this) {
        limit = most;
        Instant now = clock.instant();
        lastUse = now;
        if (now.isBefore(heldUntil) && used < Math.min(held, limit)) {
          use();
          return Taken.YES;
        }
        if (now.isBefore(spentUntil)) {
          return Taken.SPENT;
        }
        wanted++;
        lease = flight.join();
      }
      boolean worked = Flight.await(lease, deadline);
      synchronized (this) {
        wanted--;
        if (!worked) {
          if (whenUnknown == WhenUnknown.LAST_LEASE && used < Math.min(held, limit)) {
            use();
            return Taken.YES;
          }
          return Taken.UNKNOWN;
        }
      }
    }
    return Taken.UNKNOWN;
  }

  private void use() {
    used++;
    peak = Math.max(peak, used);
  }

  /** The call has ended. */
  synchronized void release() {
    used--;
    lastUse = clock.instant();
  }

  /** Runs on a thread of the flight: one at a time, since it sets the number and does not add. */
  private void lease() {
    int need;
    int want;
    int most;
    Instant asked = clock.instant();
    synchronized (this) {
      need = used + wanted;
      most = limit;
      want = isIdleFor(IDLE) ? 0 : Math.max(1, Math.max(need, peak));
      want += wanted > 0 ? Math.max(1, most / 16) : 0;
    }
    int got = ledger.hold(key, instance, most, need, want);
    synchronized (this) {
      held = got;
      heldUntil = asked.plus(Ledger.HELD).minus(MARGIN);
      spentUntil = got < need ? clock.instant().plus(RECHECK) : Instant.MIN;
    }
  }

  /** Keeps slots in use, and gives back those that were not needed lately. */
  void tend() {
    synchronized (this) {
      int keep = isIdleFor(IDLE) ? 0 : Math.max(1, Math.max(used, peak));
      boolean ends = held > 0 && clock.instant().plus(RENEWED_BEFORE_END).isAfter(heldUntil);
      if (held > keep || ends) {
        var unused = flight.join(); // nobody waits for it
      }
      peak = used;
    }
  }

  /** Whether nobody has asked for as long, and no call is under way. */
  synchronized boolean isIdleFor(Duration time) {
    return used == 0 && lastUse.plus(time).isBefore(clock.instant());
  }

  /** Gives back all slots. Does I/O. */
  void giveBack() {
    synchronized (this) {
      if (held == 0) {
        return;
      }
      held = 0;
      heldUntil = Instant.MIN;
    }
    ledger.hold(key, instance, limit, 0, 0);
  }
}
