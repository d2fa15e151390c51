package io.github.vertexbridge.call;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Vertex AI is called: a region, {@code global}, or a multi-region ({@code us}, {@code eu}).
 *
 * @param value for example {@code europe-west4}
 */
public record Location(String value) {
  private static final Pattern SHAPE =
      Pattern.compile("[a-z]{2,20}|[a-z]{2,20}-[a-z]{2,20}[0-9]{1,2}");

  public Location {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a location");
    }
  }

  public static Optional<Location> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new Location(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
