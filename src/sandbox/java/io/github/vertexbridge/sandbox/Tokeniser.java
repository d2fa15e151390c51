package io.github.vertexbridge.sandbox;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The sandbox's tokens: a run of letters and digits is one token, every other character that is no
 * white space is one. Not Google's counts, but counts of what was really sent.
 */
final class Tokeniser {
  private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}]+|[^\\s\\p{L}\\p{N}]");

  private Tokeniser() {}

  static int count(String text) {
    return (int) TOKEN.matcher(text).results().count();
  }

  static List<String> tokens(String text) {
    return TOKEN.matcher(text).results().map(MatchResult::group).toList();
  }

  /** The text up to the end of its n-th token. */
  static String first(int n, String text) {
    return TOKEN
        .matcher(text)
        .results()
        .skip(n)
        .findFirst()
        .map(next -> text.substring(0, next.start()).stripTrailing())
        .orElse(text);
  }
}
