package io.github.vertexbridge.storage;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which rows of a table are wanted, in the order of partition and key.
 *
 * @param partition of all of them; empty: any
 * @param after the row that they follow, named by partition and key
 * @param before keys end before this one; with {@code partition} only
 * @param equal values by column
 * @param limit at most so many rows
 */
public record RowQuery(
    Optional<String> partition,
    Optional<Place> after,
    Optional<String> before,
    Map<String, String> equal,
    int limit) {

  /** Where a row stands in the table's order. */
  public record Place(String partition, String key) {}

  public RowQuery {
    equal = Map.copyOf(equal);
  }

  /** The rows of a partition whose keys end before this one. */
  public static RowQuery before(String partition, String key, int limit) {
    return new RowQuery(
        Optional.of(partition), Optional.empty(), Optional.of(key), Map.of(), limit);
  }

  /** The query in OData, as tables take it. */
  String filter() {
    StringBuilder filter = new StringBuilder();
    partition.ifPresent(p -> and(filter, "PartitionKey eq " + quoted(p)));
    after.ifPresent(place -> and(filter, following(place)));
    before.ifPresent(key -> and(filter, "RowKey lt " + quoted(key)));
    new TreeMap<>(equal).forEach((column, value) -> and(filter, column + " eq " + quoted(value)));
    return filter.toString();
  }

  private String following(Place place) {
    String inside = "RowKey gt " + quoted(place.key());
    return partition.isPresent()
        ? inside
        : "(PartitionKey gt %s or (PartitionKey eq %s and %s))"
            .formatted(quoted(place.partition()), quoted(place.partition()), inside);
  }

  private static void and(StringBuilder filter, String condition) {
    filter.append(filter.length() == 0 ? "" : " and ").append(condition);
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
