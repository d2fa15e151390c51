package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.storage.Blobs;
import io.github.vertexbridge.storage.Blobs.Blob;
import io.github.vertexbridge.storage.Row;
import io.github.vertexbridge.storage.RowQuery;
import io.github.vertexbridge.storage.RowQuery.Place;
import io.github.vertexbridge.storage.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list of what is in poison: one entry a job or message, until an operator replays or drops it.
 * The poison queues hold a message for each, for whoever looks there. Thread safe.
 */
final class PoisonBook {
  private static final String PARTITION = "poison";

  private final Table table;
  private final Blobs blobs;

  PoisonBook(Table table, Blobs blobs) {
    this.table = table;
    this.blobs = blobs;
  }

  /**
   * An entry.
   *
   * @param id the job's, or the SHA-256 of a message that is no job, cut to the same length
   * @param queue that the message came from
   * @param job whether there is a record
   * @param cause why
   */
  record Entry(
      String id, String queue, boolean job, Cause cause, CorrelationId correlationId, Instant at) {}

  static String idOf(String message) {
    return Hashes.sha256(message).substring(0, 40);
  }

  /** Adds a job. */
  void add(Job job, String queue, Cause cause) {
    add(new Entry(job.id().value(), queue, true, cause, job.spec().correlationId(), cause.at()));
  }

  /** Adds a message that is no job, whole. */
  Entry add(String message, String queue, Cause cause, CorrelationId correlationId) {
    Entry entry = new Entry(idOf(message), queue, false, cause, correlationId, cause.at());
    var unused = blobs.put(blob(entry.id()), new Blob(bytes(message), Map.of()));
    add(entry);
    return entry;
  }

  /** The latest cause counts. */
  private void add(Entry entry) {
    table.delete(PARTITION, entry.id());
    var unused =
        table.insert(
            Row.of(
                PARTITION,
                entry.id(),
                Map.of(
                    "queue", entry.queue(),
                    "job", String.valueOf(entry.job()),
                    "cause", StatusFields.cause(entry.cause()).toString(),
                    "correlationId", entry.correlationId().value(),
                    "at", entry.at().toString())));
  }

  Optional<Entry> get(String id) {
    return table.get(PARTITION, id).map(PoisonBook::entry);
  }

  /**
   * Entries in the order of their ids.
   *
   * @param after the last one of the page before
   */
  List<Entry> list(Optional<String> after, int limit) {
    return table
        .list(
            new RowQuery(
                Optional.of(PARTITION),
                after.map(id -> new Place(PARTITION, id)),
                Optional.empty(),
                Map.of(),
                limit))
        .stream()
        .map(PoisonBook::entry)
        .toList();
  }

  /** The message of an entry that is no job. */
  Optional<String> message(String id) {
    return blobs.get(blob(id)).map(found -> new String(found.content(), StandardCharsets.UTF_8));
  }

  /** Takes an entry out, and its message with it. */
  void remove(Entry entry) {
    table.delete(PARTITION, entry.id());
    if (!entry.job()) {
      blobs.delete(blob(entry.id()));
    }
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.key(),
        row.value("queue").orElseThrow(),
        Boolean.parseBoolean(row.value("job").orElseThrow()),
        StatusFields.cause(Fields.parse(row.value("cause").orElseThrow())),
        new CorrelationId(row.value("correlationId").orElseThrow()),
        Instant.parse(row.value("at").orElseThrow()));
  }

  private static String blob(String id) {
    return "poison/" + id;
  }

  private static byte[] bytes(String message) {
    return message.getBytes(StandardCharsets.UTF_8);
  }
}
