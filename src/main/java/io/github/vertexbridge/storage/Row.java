package io.github.vertexbridge.storage;

import java.util.Map;
import java.util.Optional;

/**
 * One row of a table.
 *
 * @param partition with {@code key} what names it
 * @param key of at most 1 KiB, without {@code / \ # ?}
 * @param values texts of at most 32,000 characters by column
 * @param version its ETag as it was read; empty before it is stored
 */
public record Row(String partition, String key, Map<String, String> values, String version) {
  public Row {
    values = Map.copyOf(values);
  }

  /** A row that is not stored yet. */
  public static Row of(String partition, String key, Map<String, String> values) {
    return new Row(partition, key, values, "");
  }

  /** The same row with other values, still the version that was read. */
  public Row with(Map<String, String> others) {
    return new Row(partition, key, others, version);
  }

  public Optional<String> value(String column) {
    return Optional.ofNullable(values.get(column));
  }
}
