package io.github.vertexbridge.jobs;

import io.github.vertexbridge.storage.Row;
import io.github.vertexbridge.storage.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Whose turn it is to sweep: of all instances, one about every minute. Thread safe. */
final class SweepTurn {
  private static final String PARTITION = "lease";
  private static final String KEY = "sweep";
  private static final String UNTIL = "until";

  private final Table table;
  private final Duration turn;
  private final InstantSource clock;

  SweepTurn(Table table, Duration turn, InstantSource clock) {
    this.table = table;
    this.turn = turn;
    this.clock = clock;
  }

  /** Whether it is this one's; nobody else's then, until the turn ends. */
  boolean take() {
    Instant now = clock.instant();
    Map<String, String> values = Map.of(UNTIL, now.plus(turn).toString());
    Optional<Row> last = table.get(PARTITION, KEY);
    if (last.isEmpty()) {
      return table.insert(Row.of(PARTITION, KEY, values)).isPresent();
    }
    boolean over =
        last.get().value(UNTIL).map(Instant::parse).filter(end -> end.isAfter(now)).isEmpty();
    return over && table.replace(last.get().with(values)).isPresent();
  }
}
