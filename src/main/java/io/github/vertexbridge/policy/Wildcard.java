package io.github.vertexbridge.policy;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text in which {@code *} stands for any characters but a slash.
 *
 * @param text as it is written in the policy file
 */
record Wildcard(String text, Pattern pattern) {

  static Wildcard of(String text) {
    String regex =
        Arrays.stream(text.split("\\*+", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining("[^/]*"));
    return new Wildcard(text, Pattern.compile(regex));
  }

  static boolean isIn(String text) {
    return text.indexOf('*') >= 0;
  }

  boolean matches(String value) {
    return pattern.matcher(value).matches();
  }
}
