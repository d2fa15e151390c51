package io.github.vertexbridge.call;

import java.util.regex.Pattern;

/** Keeps tokens out of texts that people and logs get to see. */
public final class Redaction {
  private static final int LONGEST = 500;

  /** JWTs, and Google's access tokens. */
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]{5,}(?:\\.[A-Za-z0-9_-]*){0,2}|ya29\\.[A-Za-z0-9._-]+");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private Redaction() {}

  /** The text with everything that looks like a token replaced. */
  public static String tokens(String text) {
    return TOKEN.matcher(text).replaceAll("[redacted]");
  }

  /**
   * The text on one line, cut to 500 characters, with everything that looks like a token replaced.
   */
  public static String scrub(String text) {
    String clean = tokens(text);
    clean = CONTROL.matcher(clean).replaceAll(" ").strip();
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
  }
}
