package io.github.vertexbridge.target;

import io.github.vertexbridge.call.Location;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which locations there can be.
 *
 * <p>Regions are known by their form, because Google adds some every year: an area, a direction and
 * a number. Of the words without a number there are three: {@code global}, {@code us}, {@code eu}.
 *
 * <p>Source: "Locations" page of Vertex AI.
 */
public final class Locations {
  private static final Set<String> WORDS = Set.of("global", "us", "eu");
  private static final Pattern REGION =
      Pattern.compile(
          "(?:africa|asia|australia|europe|me|northamerica|southamerica|us)"
              + "-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)"
              + "[1-9][0-9]?");

  private Locations() {}

  /** Whether Vertex AI can have this location. */
  public static boolean exists(Location location) {
    return isWord(location) || REGION.matcher(location.value()).matches();
  }

  /** Whether this is {@code global}, {@code us} or {@code eu}, which no pattern includes. */
  public static boolean isWord(Location location) {
    return WORDS.contains(location.value());
  }
}
