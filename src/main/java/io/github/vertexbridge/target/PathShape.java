package io.github.vertexbridge.target;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The form of a path below {@code projects/P/locations/L/}.
 *
 * @param segments literal words, {@code *} for one segment, or {@code **} at the end for any number
 *     of segments
 * @param tail how many of the last segments say what is asked, and are no part of a name
 * @param verb what follows the colon; {@code *} for anything or nothing
 */
public record PathShape(List<String> segments, int tail, Optional<String> verb) {

  public PathShape {
    segments = List.copyOf(segments);
  }

  /**
   * Reads the form in which the tables write it, for example {@code endpoints/*:predict}; two
   * slashes stand before the tail: {@code endpoints/*}{@code //chat/completions}.
   */
  static PathShape of(String text) {
    int colon = text.indexOf(':');
    String resource = colon < 0 ? text : text.substring(0, colon);
    int name = resource.indexOf("//");
    return new PathShape(
        List.of(resource.replace("//", "/").split("/", -1)),
        name < 0 ? 0 : resource.substring(name + 2).split("/", -1).length,
        colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1)));
  }

  /** Whether this is the shape of these segments and this verb. */
  boolean matches(List<String> path, Optional<String> actual) {
    return isResource(path) && (verb.equals(Optional.of("*")) || verb.equals(actual));
  }

  /** The resource's name in a path of this shape. */
  String name(List<String> path) {
    return String.join("/", path.subList(0, path.size() - tail));
  }

  /** What follows the resource's name in a path of this shape. */
  String suffix() {
    List<String> end = segments.subList(segments.size() - tail, segments.size());
    return end.stream().map(s -> "/" + s).collect(Collectors.joining())
        + verb.map(v -> ":" + v).orElse("");
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
