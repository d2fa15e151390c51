package io.github.vertexbridge.audit;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chain of lines: each carries its number {@code seq}, the hash of the line before it {@code
 * prev}, and its own {@code hash}, the SHA-256 of its UTF-8 text without that last member.
 *
 * <p>The hash is over the text as it stands, so that nobody has to write JSON in the same way twice
 * to prove it. Immutable.
 *
 * @param seq number of the next line
 * @param prev hash of the last line; 64 zeros before the first
 */
record Chain(long seq, String prev) {
  /** The beginning of every chain. */
  static final Chain START = new Chain(0, "0".repeat(64));

  private static final Pattern LINE = Pattern.compile("(\\{.*),\"hash\":\"([0-9a-f]{64})\"}");

  /**
   * A line of the chain.
   *
   * @param text JSON without a line end
   * @param after the chain that goes on behind it
   */
  record Link(String text, Chain after) {}

  /** The next line, with these members. */
  Link link(JsonObject members) {
    JsonObject numbered = members.deepCopy();
    numbered.addProperty("seq", seq);
    numbered.addProperty("prev", prev);
    String hash = hash(numbered.toString());
    numbered.addProperty("hash", hash);
    return new Link(numbered.toString(), new Chain(seq + 1, hash));
  }

  /** The hash that a line carries, if it is the hash of what it carries. */
  static Optional<String> proven(String line) {
    Matcher parts = LINE.matcher(line);
    return parts.matches() && hash(parts.group(1) + "}").equals(parts.group(2))
        ? Optional.of(parts.group(2))
        : Optional.empty();
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
