package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.storage.Blobs;
import io.github.vertexbridge.storage.Queues;
import io.github.vertexbridge.storage.Row;
import io.github.vertexbridge.storage.RowQuery;
import io.github.vertexbridge.storage.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A storage account in memory, with a clock of the test's and services that can be down. */
final class MemoryStorage {
  private final InstantSource clock;
  private int versions;
  private String down = "";

  MemoryStorage(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes a service down: table, blob, queue; empty: all are up. */
  void down(String service) {
    down = service;
  }

  private void check(String service) {
    if (down.equals(service)) {
      throw Failure.of(FailureCode.STORAGE_UNAVAILABLE, service + " is down.", "Wait.")
          .withRetryAfter(Duration.ofSeconds(5))
          .asException();
    }
  }

  Table table() {
    return new Table() {
      private final Map<String, Row> rows = new TreeMap<>();

      @Override
      public Optional<String> insert(Row row) {
        check("table");
        return rows.containsKey(name(row)) ? Optional.empty() : Optional.of(put(row));
      }

      private String put(Row row) {
        String version = "v" + ++versions;
        rows.put(name(row), new Row(row.partition(), row.key(), row.values(), version));
        return version;
      }

      @Override
      public Optional<Row> get(String partition, String key) {
        check("table");
        return Optional.ofNullable(rows.get(partition + "\0" + key));
      }

      @Override
      public Optional<String> replace(Row row) {
        check("table");
        Row now = rows.get(name(row));
        return now == null || !now.version().equals(row.version())
            ? Optional.empty()
            : Optional.of(put(row));
      }

      @Override
      public void delete(String partition, String key) {
        check("table");
        rows.remove(partition + "\0" + key);
      }

      @Override
      public List<Row> list(RowQuery query) {
        check("table");
        return rows.values().stream()
            .filter(row -> query.partition().filter(p -> !p.equals(row.partition())).isEmpty())
            .filter(
                row ->
                    query
                        .after()
                        .filter(
                            place ->
                                name(row).compareTo(place.partition() + "\0" + place.key()) <= 0)
                        .isEmpty())
            .filter(row -> query.before().filter(k -> row.key().compareTo(k) >= 0).isEmpty())
            .filter(row -> row.values().entrySet().containsAll(query.equal().entrySet()))
            .limit(query.limit())
            .toList();
      }

      private String name(Row row) {
        return row.partition() + "\0" + row.key();
      }
    };
  }

  /** A table before whose inserts something happens. */
  record Hooked(Table real, Runnable before) implements Table {
    @Override
    public Optional<String> insert(Row row) {
      before.run();
      return real.insert(row);
    }

    @Override
    public Optional<Row> get(String partition, String key) {
      return real.get(partition, key);
    }

    @Override
    public Optional<String> replace(Row row) {
      return real.replace(row);
    }

    @Override
    public void delete(String partition, String key) {
      real.delete(partition, key);
    }

    @Override
    public List<Row> list(RowQuery query) {
      return real.list(query);
    }
  }

  Map<String, Blobs.Blob> blobs() {
    return content;
  }

  private final Map<String, Blobs.Blob> content = new TreeMap<>();

  Blobs container() {
    return new Blobs() {
      @Override
      public boolean put(String name, Blob blob) {
        check("blob");
        return content.putIfAbsent(name, blob) == null;
      }

      @Override
      public Optional<Blob> get(String name) {
        check("blob");
        return Optional.ofNullable(content.get(name));
      }

      @Override
      public void delete(String name) {
        check("blob");
        content.remove(name);
      }
    };
  }

  private record Lying(Queues.Message message, Instant visible) {}

  private final Map<String, List<Lying>> queues = new HashMap<>();

  /** What lies in a queue, hidden messages included, in the order of their time. */
  List<String> texts(String queue) {
    return lying(queue).stream().map(m -> m.message().text()).toList();
  }

  /** When the last message of a queue can be received, from now. */
  Duration delay(String queue) {
    List<Lying> all = lying(queue);
    return Duration.between(clock.instant(), all.get(all.size() - 1).visible());
  }

  private List<Lying> lying(String queue) {
    return queues.computeIfAbsent(queue, q -> new ArrayList<>());
  }

  /** A message of the host's own, which expires. */
  void hostSends(String queue, String text) {
    add(queue, text, Duration.ZERO, clock.instant().plus(Duration.ofDays(7)));
  }

  private void add(String queue, String text, Duration delay, Instant expires) {
    Instant now = clock.instant();
    lying(queue)
        .add(
            new Lying(
                new Queues.Message("m" + ++versions, "", text, now, expires), now.plus(delay)));
    lying(queue).sort(Comparator.comparing(Lying::visible));
  }

  Queues queues() {
    return new Queues() {
      @Override
      public void send(String queue, String text, Duration delay) {
        check("queue");
        add(queue, text, delay, Instant.parse("9999-12-31T23:59:59Z"));
      }

      @Override
      public int length(String queue) {
        check("queue");
        return lying(queue).size();
      }

      @Override
      public List<Message> peek(String queue) {
        check("queue");
        return lying(queue).stream()
            .filter(m -> !m.visible().isAfter(clock.instant()))
            .map(Lying::message)
            .limit(32)
            .toList();
      }

      @Override
      public List<Message> receive(String queue, Duration hidden) {
        List<Message> taken = peek(queue);
        taken.forEach(m -> reappear(queue, m, clock.instant().plus(hidden)));
        return taken;
      }

      @Override
      public void release(String queue, Message message) {
        reappear(queue, message, clock.instant());
      }

      private void reappear(String queue, Message message, Instant visible) {
        delete(queue, message);
        lying(queue).add(new Lying(message, visible));
        lying(queue).sort(Comparator.comparing(Lying::visible));
      }

      @Override
      public void delete(String queue, Message message) {
        check("queue");
        lying(queue).removeIf(m -> m.message().id().equals(message.id()));
      }
    };
  }
}
