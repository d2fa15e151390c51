package io.github.vertexbridge.call;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Entra application's (or managed identity's) client id, in lower case.
 *
 * @param value for example {@code 00000000-0000-0000-0000-0000000000aa}
 */
public record ClientId(String value) {
  private static final Pattern SHAPE =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  public ClientId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a client id");
    }
  }

  public static Optional<ClientId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new ClientId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
