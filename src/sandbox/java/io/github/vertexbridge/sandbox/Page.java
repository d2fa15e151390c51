package io.github.vertexbridge.sandbox;

import com.google.rpc.Code;
import java.util.List;

/**
 * One page of a list: the token is where the next begins.
 *
 * @param nextToken "" on the last
 */
record Page<T>(List<T> items, String nextToken) {
  private static final int SIZE = 100;

  /**
   * @param size 0: as many as a page has
   * @param token "" for the first
   * @throws GoogleRefusal INVALID_ARGUMENT
   */
  static <T> Page<T> of(List<T> all, int size, String token) {
    int from = token.isEmpty() ? 0 : number(token);
    if (from > all.size() || size < 0) {
      throw malformed(token);
    }
    int to = Math.min(all.size(), from + (size == 0 ? SIZE : Math.min(size, SIZE)));
    return new Page<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : "");
  }

  static int number(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
  }

  private static GoogleRefusal malformed(String text) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: not a page: " + text);
  }
}
