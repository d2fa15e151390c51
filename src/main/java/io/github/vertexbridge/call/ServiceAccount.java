package io.github.vertexbridge.call;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Google service account's email address.
 *
 * @param value for example {@code vertex@my-project.iam.gserviceaccount.com}
 */
public record ServiceAccount(String value) {
  private static final Pattern SHAPE =
      Pattern.compile("[a-z0-9-]{1,63}@[a-z0-9.:-]{1,100}\\.gserviceaccount\\.com");

  public ServiceAccount {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a service account");
    }
  }

  public static Optional<ServiceAccount> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new ServiceAccount(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
