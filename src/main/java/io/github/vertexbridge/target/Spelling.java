package io.github.vertexbridge.target;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How members of a JSON body are written: protobuf's JSON reader takes camelCase and snake_case.
 */
public final class Spelling {
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
  private static final Pattern UNDERSCORE = Pattern.compile("_([a-z])");

  private Spelling() {}

  /** A name in both spellings, from either. */
  public static Set<String> both(String name) {
    String snake = CAPITAL.matcher(name).replaceAll(m -> "_" + m.group().toLowerCase(Locale.ROOT));
    String camel = UNDERSCORE.matcher(name).replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
    return snake.equals(camel) ? Set.of(name) : Set.of(snake, camel);
  }
}
