package io.github.vertexbridge.target;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Finds the words that somebody may have meant. */
final class NearMatches {
  private NearMatches() {}

  /** The known words within a third of the word's length in edits; all of them if there is none. */
  static List<String> of(String word, Collection<String> known) {
    int limit = Math.max(2, word.length() / 3);
    String lower = word.toLowerCase(Locale.ROOT);
    List<String> sorted = known.stream().distinct().sorted().toList();
    List<String> near =
        sorted.stream().filter(k -> edits(lower, k.toLowerCase(Locale.ROOT)) <= limit).toList();
    return near.isEmpty() ? sorted : near;
  }

  /** Levenshtein distance, one row at a time. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
