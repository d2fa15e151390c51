package io.github.vertexbridge.call;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where Vertex is called instead of its public hosts.
 *
 * @param template an https origin with the placeholder {@code {location}}, if one was given
 * @param list origins by location, if a list was given
 */
public record EndpointOverride(Optional<String> template, Map<Location, URI> list) {
  public static final EndpointOverride NONE = new EndpointOverride(Optional.empty(), Map.of());

  private static final String PLACEHOLDER = "{location}";

  public EndpointOverride {
    list = Map.copyOf(list);
  }

  /**
   * Reads {@code https://host/{location}} style templates, one fixed https origin, or a list {@code
   * europe-west4=https://a,europe-west1=https://b}. Empty if it is none of these.
   */
  public static Optional<EndpointOverride> parse(String text) {
    if (text.startsWith("https://") && !text.contains(",")) {
      return origin(text.replace(PLACEHOLDER, "x")).isPresent()
          ? Optional.of(new EndpointOverride(Optional.of(text), Map.of()))
          : Optional.empty();
    }
    Map<Location, URI> list = new HashMap<>();
    for (String entry : text.split(",", -1)) {
      int equals = entry.indexOf('=');
      Optional<Location> location =
          equals < 0 ? Optional.empty() : Location.parse(entry.substring(0, equals).strip());
      Optional<URI> origin =
          equals < 0 ? Optional.empty() : origin(entry.substring(equals + 1).strip());
      if (location.isEmpty() || origin.isEmpty()) {
        return Optional.empty();
      }
      list.put(location.get(), origin.get());
    }
    return Optional.of(new EndpointOverride(Optional.empty(), list));
  }

  /** The origin for a location; empty if nothing was set for it. */
  public Optional<URI> of(Location location) {
    return template
        .map(t -> URI.create(t.replace(PLACEHOLDER, location.value())))
        .or(() -> Optional.ofNullable(list.get(location)));
  }

  /** Whether anything was set at all: then locations that are not in the list are not called. */
  public boolean isSet() {
    return template.isPresent() || !list.isEmpty();
  }

  /** An https origin without path, query or user. */
  public static Optional<URI> origin(String text) {
    try {
      URI uri = URI.create(text);
      boolean plain =
          "https".equals(uri.getScheme())
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getQuery() == null
              && uri.getFragment() == null
              && (uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/"));
      return plain ? Optional.of(URI.create("https://" + uri.getAuthority())) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
