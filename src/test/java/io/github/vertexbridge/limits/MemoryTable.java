package io.github.vertexbridge.limits;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.storage.Row;
import io.github.vertexbridge.storage.RowQuery;
import io.github.vertexbridge.storage.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A table in memory with the rules of Azure's: conditional writes, a clock of its own. */
final class MemoryTable implements Table {
  private final Map<String, Row> rows = new HashMap<>();
  private final InstantSource clock;
  private final Deque<Runnable> betweenReadAndWrite = new ArrayDeque<>();
  private final Set<Long> windows = new HashSet<>();
  private long version;
  private boolean down;
  private int operations;

  MemoryTable(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void down(boolean is) {
    down = is;
  }

  /** Runs once, when the next write comes: what another instance does meanwhile. */
  synchronized void meanwhile(Runnable other) {
    betweenReadAndWrite.add(other);
  }

  /** The windows of which something was leased. */
  synchronized int windows() {
    return windows.size();
  }

  synchronized int operations() {
    return operations;
  }

  synchronized Map<String, String> values(String partition, String key) {
    return Optional.ofNullable(rows.get(partition + "/" + key)).orElseThrow().values();
  }

  @Override
  public synchronized Optional<String> insert(Row row) {
    return write(row, "");
  }

  @Override
  public synchronized Optional<String> replace(Row row) {
    return write(row, row.version());
  }

  private Optional<String> write(Row row, String expected) {
    begin();
    Runnable other = betweenReadAndWrite.poll();
    if (other != null) {
      other.run();
    }
    String name = row.partition() + "/" + row.key();
    String there = Optional.ofNullable(rows.get(name)).map(Row::version).orElse("");
    if (!there.equals(expected)) {
      return Optional.empty();
    }
    long window = Long.parseLong(row.value("window").orElse("0"));
    windows.add(window);
    if (!row.value("ahead").orElse("0").equals("0")) {
      windows.add(window + 1);
    }
    version++;
    String next = "v" + version;
    rows.put(name, new Row(row.partition(), row.key(), row.values(), next));
    return Optional.of(next);
  }

  @Override
  public synchronized Optional<Row> get(String partition, String key) {
    begin();
    return Optional.ofNullable(rows.get(partition + "/" + key));
  }

  @Override
  public Seen look(String partition, String key) {
    return new Seen(
        get(partition, key), Optional.of(Instant.ofEpochSecond(clock.instant().getEpochSecond())));
  }

  @Override
  public void delete(String partition, String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Row> list(RowQuery query) {
    throw new UnsupportedOperationException();
  }

  private void begin() {
    operations++;
    if (down) {
      throw Failure.of(FailureCode.STORAGE_UNAVAILABLE, "The table is down.", "Wait.")
          .asException();
    }
  }
}
