package io.github.vertexbridge.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Values of a condition, of which one must match: literal ones and patterns, as the file has them.
 *
 * @param literals found by hash
 * @param patterns tried one by one
 */
record OneOf(Set<String> literals, List<Wildcard> patterns) {

  static OneOf of(List<String> values) {
    return new OneOf(
        values.stream()
            .filter(v -> !Wildcard.isIn(v))
            .collect(Collectors.toCollection(LinkedHashSet::new)),
        values.stream().filter(Wildcard::isIn).map(Wildcard::of).toList());
  }

  boolean matches(String value) {
    if (literals.contains(value)) {
      return true;
    }
    for (Wildcard pattern : patterns) {
      if (pattern.matches(value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether each of the other's values is one of ours or within one of our patterns: what a pattern
   * of ours takes with a star in it, it takes with anything in the star's place.
   */
  boolean covers(OneOf other) {
    return other.values().stream().allMatch(this::matches);
  }

  /** All values, patterns last. */
  Set<String> values() {
    return Stream.concat(literals.stream(), patterns.stream().map(Wildcard::text))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** For people: the values, separated by commas. */
  @Override
  public String toString() {
    return String.join(", ", values());
  }
}
