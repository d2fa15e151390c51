package io.github.vertexbridge.doctor;

/**
 * Two values that should be the same.
 *
 * @param what they are
 * @param seen what is there
 * @param expected what should be
 * @param from where that comes from
 */
public record Compared(String what, String seen, String expected, String from) {
  private static final String OPEN = "»";
  private static final String CLOSE = "«";

  /**
   * The seen value, where it resembles the other, with the part that differs between {@code »} and
   * {@code «}.
   */
  public String marked() {
    return mark(seen, expected);
  }

  /** The expected value, marked likewise. */
  public String markedExpected() {
    return mark(expected, seen);
  }

  private static String mark(String text, String other) {
    if (text.equals(other) || other.isEmpty()) {
      return text;
    }
    int most = Math.min(text.length(), other.length());
    int start = 0;
    while (start < most && text.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && text.charAt(text.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    if (2 * (start + end) < most) {
      return text; // two values that have little in common
    }
    return text.substring(0, start)
        + OPEN
        + text.substring(start, text.length() - end)
        + CLOSE
        + text.substring(text.length() - end);
  }
}
