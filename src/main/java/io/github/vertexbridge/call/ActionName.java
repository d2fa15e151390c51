package io.github.vertexbridge.call;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is asked of Vertex: the name of a row of the action table.
 *
 * @param value for example {@code generateContent} or {@code customJobs.create}
 */
public record ActionName(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-zA-Z]{2,40}(?:\\.[a-zA-Z]{2,40})?");

  public ActionName {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a action name");
    }
  }

  public static Optional<ActionName> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new ActionName(text)) : Optional.empty();
  }

  /** What is done, without the kind of resource: {@code create} of {@code customJobs.create}. */
  public String verb() {
    return value.substring(value.indexOf('.') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
