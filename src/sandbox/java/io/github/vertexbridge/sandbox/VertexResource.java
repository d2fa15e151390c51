package io.github.vertexbridge.sandbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A publisher model or an endpoint, by its full resource name.
 *
 * @param name {@code projects/P/locations/L/…} as it was sent
 * @param model {@code publishers/P/models/M}, or "" for an endpoint
 * @param endpoint endpoint id, or "" for a publisher model
 */
record VertexResource(String name, String project, String location, String model, String endpoint) {
  private static final Pattern NAME =
      Pattern.compile(
          "projects/([^/]+)/locations/([^/]+)/"
              + "(?:(publishers/[^/]+/models/[^/:]+)|endpoints/([^/:]+))");

  static Optional<VertexResource> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String model = matcher.group(3);
    String endpoint = matcher.group(4);
    return Optional.of(
        new VertexResource(
            name,
            matcher.group(1),
            matcher.group(2),
            model == null ? "" : model,
            endpoint == null ? "" : endpoint));
  }

  /** The last segment: the model's own name. */
  String shortName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
