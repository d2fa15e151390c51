package io.github.vertexbridge.call;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A short model name of the policy file.
 *
 * @param value for example {@code chat}
 */
public record AliasName(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  public AliasName {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a alias name");
    }
  }

  public static Optional<AliasName> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new AliasName(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
