package io.github.vertexbridge.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of the REST interface, taken apart.
 *
 * @param version {@code v1} or {@code v1beta1}
 * @param project its id or number, "" if the path has none
 * @param location "" if the path has no project
 * @param segments of the resource below that
 * @param verb what follows the colon, or ""
 */
record VertexPath(
    String version, String project, String location, List<String> segments, String verb) {
  private static final Pattern PATH =
      Pattern.compile(
          "/(v1|v1beta1)/(?:projects/([^/:]+)/locations/([^/:]+)/)?([^:]+?)(?::([A-Za-z]+))?");

  static Optional<VertexPath> parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches() || matcher.group(4).startsWith("projects/")) {
      return Optional.empty();
    }
    String project = matcher.group(2);
    return Optional.of(
        new VertexPath(
            matcher.group(1),
            project == null ? "" : project,
            project == null ? "" : matcher.group(3),
            List.of(matcher.group(4).split("/", -1)),
            matcher.group(5) == null ? "" : matcher.group(5)));
  }

  /** {@code projects/P/locations/L}, or "". */
  String parent() {
    return project.isEmpty() ? "" : "projects/" + project + "/locations/" + location;
  }

  /** The resource below that. */
  String resource() {
    return String.join("/", segments);
  }

  /** The resource's full name. */
  String name() {
    return project.isEmpty() ? resource() : parent() + "/" + resource();
  }

  String kind() {
    return segments.get(0);
  }

  boolean endsWith(String... last) {
    int from = segments.size() - last.length;
    return from >= 0 && segments.subList(from, segments.size()).equals(List.of(last));
  }
}
