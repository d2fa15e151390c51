package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Transport;
import java.util.List;

/**
 * A short name for a model or an endpoint.
 *
 * @param name what callers write
 * @param resource what is called
 * @param locations where it may be called, at least one; the first is preferred
 * @param transport how; gRPC for endpoints only
 */
public record Alias(
    AliasName name, ResourceName resource, List<Location> locations, Transport transport) {
  public Alias {
    locations = List.copyOf(locations);
  }
}
