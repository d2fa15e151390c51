package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.Refusals.refusal;

import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Location;
import java.net.URI;
import java.util.Optional;

/**
 * The host is a function of the location, unless a setting says otherwise.
 *
 * <p>Source: "Locations" page of Vertex AI; {@code us} and {@code eu} as Google's own clients call
 * them (the global host answers for them too, but then nobody says where processing happens).
 */
public final class VertexHosts {
  private final EndpointOverride override;

  public VertexHosts(EndpointOverride override) {
    this.override = override;
  }

  /**
   * The https origin, without a slash at its end.
   *
   * @throws FailureException LOCATION_UNKNOWN if there is no such location, or if the setting lists
   *     locations and this is none of them
   */
  public URI of(Location location) {
    if (!Locations.exists(location)) {
      throw refusal(
          FailureCode.LOCATION_UNKNOWN,
          "'" + location + "' is no location of Vertex AI.",
          "Use a region such as europe-west4, or global, us or eu.");
    }
    if (override.isSet()) {
      return override
          .of(location)
          .orElseThrow(
              () ->
                  refusal(
                      FailureCode.LOCATION_UNKNOWN,
                      "This bridge has no address for Vertex AI in " + location + ".",
                      "Use a location that its endpoint setting lists, or add this one there."));
    }
    return URI.create("https://" + publicHost(location));
  }

  /** Whether calls in this location have somewhere to go. */
  public boolean knows(Location location) {
    return Locations.exists(location) && (!override.isSet() || override.of(location).isPresent());
  }

  /** Whether a setting names this origin. */
  public boolean isConfigured(URI origin) {
    return override.list().containsValue(origin)
        || override.template().flatMap(EndpointOverride::origin).equals(Optional.of(origin));
  }

  private static String publicHost(Location location) {
    if (location.value().equals("global")) {
      return "aiplatform.googleapis.com";
    }
    return Locations.isWord(location)
        ? "aiplatform." + location + ".rep.googleapis.com"
        : location + "-aiplatform.googleapis.com";
  }
}
