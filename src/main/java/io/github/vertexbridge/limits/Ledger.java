package io.github.vertexbridge.limits;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Pause;
import io.github.vertexbridge.storage.Row;
import io.github.vertexbridge.storage.Table;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The shared counts: who has leased how much. All writes are conditional on what was read, so that
 * together never more is leased than there is. Thread safe; every method does I/O and throws {@link
 * io.github.vertexbridge.call.FailureException} with STORAGE_UNAVAILABLE if that fails.
 */
final class Ledger {
  private static final int TRIES = 10;
  private static final int FIRST_PAUSE_MILLIS = 8;

  private static final String WINDOW = "window";
  private static final String LEASED = "leased";
  private static final String AHEAD = "ahead";
  private static final String HOLDER = "h";

  /** How long an instance that stopped without a word keeps its slots. */
  static final Duration HELD = Duration.ofSeconds(60);

  private final Table table;
  private final SharedClock clock;
  private final RandomGenerator random;
  private final Pause pause;

  Ledger(Table table, SharedClock clock, RandomGenerator random, Pause pause) {
    this.table = table;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
  }

  /** Reads a row that is not there. */
  void touch() {
    var unused = table.look("warm", "up");
  }

  /**
   * A slice of a window.
   *
   * @param window its number since 1970
   * @param amount how much of it; zero if there is nothing left
   */
  record Grant(long window, long amount) {}

  /**
   * What a lease asks for.
   *
   * @param kind of windows
   * @param window the current one, as the instance has it
   * @param ahead whether it is the one after that which is leased, if the current one still is
   * @param limit how much a window has
   * @param need what is needed at once
   * @param slice what is wanted, as long as there is plenty
   */
  record Wish(
      WindowCount.Kind kind, long window, boolean ahead, long limit, long need, long slice) {

    /** Slices get smaller towards the end, so that no instance sits on what another lacks. */
    long of(long free) {
      long wanted = Math.max(need, Math.min(slice, Math.max(1, free / 8)));
      return Math.max(0, Math.min(free, wanted));
    }
  }

  /**
   * The state of a count in windows.
   *
   * @param window the current one; a window never comes back
   * @param leased how much of it
   * @param ahead how much of the next one
   */
  private record State(long window, long leased, long ahead) {
    static State of(Optional<Row> row) {
      return new State(number(row, WINDOW), number(row, LEASED), number(row, AHEAD));
    }

    State at(long current) {
      if (current == window) {
        return this;
      }
      // More than one window ahead of everybody: written by a clock that was wrong.
      boolean next = current == window + 1;
      return current > window || window > current + 1
          ? new State(current, next ? ahead : 0, 0)
          : this;
    }

    Map<String, String> values() {
      return Map.of(
          WINDOW, String.valueOf(window),
          LEASED, String.valueOf(leased),
          AHEAD, String.valueOf(ahead));
    }

    private static long number(Optional<Row> row, String column) {
      return row.flatMap(r -> r.value(column)).map(Long::parseLong).orElse(0L);
    }
  }

  /** Leases a slice of a window. */
  Grant lease(CountKey key, Wish wish) {
    return retried(
        key,
        row -> {
          State now = State.of(row).at(wish.kind().window(clock.instant()));
          boolean ahead = wish.ahead() && now.window() == wish.window();
          long amount = wish.of(wish.limit() - (ahead ? now.ahead() : now.leased()));
          Grant grant = new Grant(now.window() + (ahead ? 1 : 0), amount);
          State then =
              ahead
                  ? new State(now.window(), now.leased(), now.ahead() + amount)
                  : new State(now.window(), now.leased() + amount, now.ahead());
          return amount == 0 ? Step.of(grant) : Step.of(grant, then.values());
        });
  }

  /** Gives back what is not needed of a slice, if its window is still there. */
  void giveBack(CountKey key, long window, long amount) {
    retried(
        key,
        row -> {
          State now = State.of(row);
          if (now.window() == window) {
            long left = Math.max(0, now.leased() - amount);
            return Step.of(true, new State(window, left, now.ahead()).values());
          }
          if (now.window() + 1 == window) {
            long left = Math.max(0, now.ahead() - amount);
            return Step.of(true, new State(now.window(), now.leased(), left).values());
          }
          return Step.of(false);
        });
  }

  /**
   * Takes a number of slots instead of those that this instance has, for {@link #HELD}.
   *
   * @param instance letters and digits
   * @param need how many it has to have
   * @param wanted how many it would rather have
   * @return how many it has now
   */
  int hold(CountKey key, String instance, int limit, int need, int wanted) {
    String mine = HOLDER + instance;
    return retried(
        key,
        row -> {
          long now = clock.instant().getEpochSecond();
          Map<String, String> holders = new HashMap<>();
          int others = 0;
          for (Map.Entry<String, String> column :
              row.map(Row::values).orElse(Map.of()).entrySet()) {
            String[] held = column.getValue().split(" ", -1); // how many, until when
            if (!column.getKey().equals(mine) && Long.parseLong(held[1]) > now) {
              holders.put(column.getKey(), column.getValue());
              others += Integer.parseInt(held[0]);
            }
          }
          int free = Math.max(0, limit - others);
          // Of what is free beyond the need, half is left to others.
          int held = Math.min(free, Math.max(need, Math.min(wanted, (free + 1) / 2)));
          if (held > 0) {
            holders.put(mine, held + " " + (now + HELD.toSeconds()));
          }
          return Step.of(held, holders);
        });
  }

  /**
   * What is to be done with a row that was read.
   *
   * @param result what the caller gets once it is done
   * @param values the row's new values; none: nothing is written
   */
  private record Step<T>(T result, Optional<Map<String, String>> values) {
    static <T> Step<T> of(T result, Map<String, String> values) {
      return new Step<>(result, Optional.of(values));
    }

    static <T> Step<T> of(T result) {
      return new Step<>(result, Optional.empty());
    }
  }

  private interface Plan<T> {
    Step<T> step(Optional<Row> row);
  }

  private <T> T retried(CountKey key, Plan<T> plan) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Table.Seen seen = table.look(key.rule(), key.name());
      seen.at().ifPresent(clock::seen);
      Step<T> step = plan.step(seen.row());
      if (step.values().isEmpty() || write(key, seen.row(), step.values().get())) {
        return step.result();
      }
      waitAfter(attempt);
    }
    throw failure("others write it all the time");
  }

  private boolean write(CountKey key, Optional<Row> row, Map<String, String> values) {
    return row.map(r -> table.replace(r.with(values)))
        .orElseGet(() -> table.insert(Row.of(key.rule(), key.name(), values)))
        .isPresent();
  }

  private void waitAfter(int attempt) {
    try {
      pause.sleep(Duration.ofMillis(random.nextInt(FIRST_PAUSE_MILLIS << Math.min(attempt, 5))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("the process is ending");
    }
  }

  private static io.github.vertexbridge.call.FailureException failure(String why) {
    return Failure.of(
            FailureCode.STORAGE_UNAVAILABLE,
            "The shared count could not be written: " + why + ".",
            "Try again shortly.")
        .asException();
  }
}
