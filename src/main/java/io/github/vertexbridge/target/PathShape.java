package io.github.vertexbridge.target;

import java.util.List;
import java.util.Optional;

/**
 * The form of a path below {@code projects/P/locations/L/}.
 *
 * @param segments literal words, {@code *} for one segment, or {@code **} at the end for any number
 *     of segments
 * @param verb what follows the colon; {@code *} for anything or nothing
 */
public record PathShape(List<String> segments, Optional<String> verb) {

  public PathShape {
    segments = List.copyOf(segments);
  }

  /** Reads the form in which the tables write it, for example {@code endpoints/*:predict}. */
  static PathShape of(String text) {
    int colon = text.indexOf(':');
    String resource = colon < 0 ? text : text.substring(0, colon);
    return new PathShape(
        List.of(resource.split("/", -1)),
        colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1)));
  }

  /** Whether this is the shape of these segments and this verb. */
  boolean matches(List<String> path, Optional<String> actual) {
    return isResource(path) && (verb.equals(Optional.of("*")) || verb.equals(actual));
  }

  /** Whether this is the shape of these segments, whatever the verb. */
  boolean isResource(List<String> path) {
    return isResource(path, false);
  }

  /** The same, but with the fixed words in any case. */
  boolean isMiscasedResource(List<String> path) {
    return isResource(path, true);
  }

  private boolean isResource(List<String> path, boolean anyCase) {
    boolean open = segments.get(segments.size() - 1).equals("**");
    int fixed = open ? segments.size() - 1 : segments.size();
    if (open ? path.size() < fixed : path.size() != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      String wanted = segments.get(i);
      String actual = path.get(i);
      boolean same = anyCase ? wanted.equalsIgnoreCase(actual) : wanted.equals(actual);
      if (!wanted.equals("*") && !same) {
        return false;
      }
    }
    return true;
  }

  /** As it is written in the table. */
  @Override
  public String toString() {
    return String.join("/", segments) + verb.map(v -> ":" + v).orElse("");
  }
}
