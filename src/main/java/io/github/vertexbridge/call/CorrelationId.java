package io.github.vertexbridge.call;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id that one call carries on both clouds.
 *
 * @param value 16 to 64 characters of {@code A-Z a-z 0-9 _ -}
 */
public record CorrelationId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{16,64}");

  public CorrelationId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("ill-formed correlation id");
    }
  }

  /**
   * The id if it is well-formed, else nothing: a caller's ill-formed id is replaced, not refused.
   */
  public static Optional<CorrelationId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new CorrelationId(text)) : Optional.empty();
  }

  /** A new id: a random UUID without dashes. */
  public static CorrelationId fresh() {
    return new CorrelationId(UUID.randomUUID().toString().replace("-", ""));
  }

  @Override
  public String toString() {
    return value;
  }
}
