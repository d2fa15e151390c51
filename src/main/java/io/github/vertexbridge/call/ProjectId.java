package io.github.vertexbridge.call;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Google project's id (not its number).
 *
 * @param value for example {@code my-project}
 */
public record ProjectId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]");

  public ProjectId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a project id");
    }
  }

  public static Optional<ProjectId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new ProjectId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
