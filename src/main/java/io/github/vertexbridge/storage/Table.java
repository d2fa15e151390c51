package io.github.vertexbridge.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A table in which conditional writes decide races. Thread safe. Every method throws {@link
 * io.github.vertexbridge.call.FailureException} with STORAGE_UNAVAILABLE if the service does not
 * answer as it should; the write may have happened then.
 */
public interface Table {

  /** Adds a row; its version, or nothing if there is one of this name already. */
  Optional<String> insert(Row row);

  Optional<Row> get(String partition, String key);

  /**
   * A row, and the service's clock.
   *
   * @param row nothing if there is none of this name
   * @param at when the service answered, in whole seconds; empty if it did not say
   */
  record Seen(Optional<Row> row, Optional<Instant> at) {}

  /** A row as {@link #get} reads it, with the time at which it was read. */
  default Seen look(String partition, String key) {
    return new Seen(get(partition, key), Optional.empty());
  }

  /**
   * Replaces a row if it is still the version that was read.
   *
   * @return its new version, or nothing if somebody else has changed or deleted it
   */
  Optional<String> replace(Row row);

  /** Deletes a row, whatever its version; one that is gone already is no failure. */
  void delete(String partition, String key);

  List<Row> list(RowQuery query);
}
