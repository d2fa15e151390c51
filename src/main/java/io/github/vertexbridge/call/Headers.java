package io.github.vertexbridge.call;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Header fields with names in lower case and one value a name (repeated fields joined by a comma,
 * RFC 9110 section 5.3).
 *
 * @param fields unmodifiable, sorted by name
 */
public record Headers(Map<String, String> fields) {
  public static final Headers NONE = new Headers(Map.of());

  public Headers {
    TreeMap<String, String> lower = new TreeMap<>();
    fields.forEach(
        (name, value) -> lower.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a + ", " + b));
    fields = Collections.unmodifiableMap(lower);
  }

  /** The value of a field; the name in any case. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
  }

  /** These fields with one set or replaced. */
  public Headers with(String name, String value) {
    TreeMap<String, String> copy = new TreeMap<>(fields);
    copy.put(name.toLowerCase(Locale.ROOT), value);
    return new Headers(copy);
  }

  /** These fields with others set or replaced; names in any case. */
  public Headers with(Map<String, String> others) {
    TreeMap<String, String> copy = new TreeMap<>(fields);
    others.forEach((name, value) -> copy.put(name.toLowerCase(Locale.ROOT), value));
    return new Headers(copy);
  }

  /** These fields without one. */
  public Headers without(String name) {
    TreeMap<String, String> copy = new TreeMap<>(fields);
    copy.remove(name.toLowerCase(Locale.ROOT));
    return new Headers(copy);
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    return "Headers" + fields.keySet();
  }
}
