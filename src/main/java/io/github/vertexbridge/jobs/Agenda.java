package io.github.vertexbridge.jobs;

import io.github.vertexbridge.storage.Row;
import io.github.vertexbridge.storage.RowQuery;
import io.github.vertexbridge.storage.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * When somebody has to look at a job, whatever becomes of it before. Every job has an entry from
 * before its record is written until after that is gone, so none is ever lost from sight, and to
 * find those whose time has come is a read of few rows, however many jobs there are. Thread safe.
 */
final class Agenda {
  private static final String PARTITION = "due";
  private static final String BLOB = "blob";

  /** Sorts as time does. */
  private static final DateTimeFormatter KEY =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

  private final Table table;

  Agenda(Table table) {
    this.table = table;
  }

  /**
   * An entry.
   *
   * @param id of the job
   * @param blob of the body that was stored with it: without a record, nobody else knows it
   */
  record Entry(String key, JobId id, String blob) {}

  /** Notes that somebody has to look at a job at this time. */
  Entry note(JobId id, String blob, Instant due) {
    Entry entry = new Entry(KEY.format(due) + "-" + id, id, blob);
    // The same entry twice is one entry.
    var unused =
        table.insert(Row.of(PARTITION, entry.key(), Map.of("job", id.value(), BLOB, entry.blob())));
    return entry;
  }

  /** Whose time has come, oldest first. */
  List<Entry> due(Instant now, int limit) {
    return table.list(RowQuery.before(PARTITION, KEY.format(now), limit)).stream()
        .map(
            row ->
                new Entry(
                    row.key(),
                    new JobId(row.value("job").orElseThrow()),
                    row.value(BLOB).orElse("")))
        .toList();
  }

  /** Whether the time of an entry has come. */
  boolean isDue(Entry entry, Instant now) {
    return entry.key().compareTo(KEY.format(now)) < 0;
  }

  /** Notes a later time instead: first the new entry, then the old one goes. */
  void move(Entry entry, Instant due) {
    Entry later = note(entry.id(), entry.blob(), due);
    if (!later.key().equals(entry.key())) {
      done(entry);
    }
  }

  /** Nobody has to look any more. */
  void done(Entry entry) {
    table.delete(PARTITION, entry.key());
  }
}
