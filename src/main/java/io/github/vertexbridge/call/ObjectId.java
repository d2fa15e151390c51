package io.github.vertexbridge.call;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Entra directory object's id (user, service principal or managed identity), in lower case.
 *
 * @param value for example {@code 00000000-0000-0000-0000-0000000000aa}
 */
public record ObjectId(String value) {
  private static final Pattern SHAPE =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  public ObjectId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a object id");
    }
  }

  public static Optional<ObjectId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new ObjectId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
