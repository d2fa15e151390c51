package io.github.vertexbridge.architecture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Searches everything that the suite printed, and its reports, for what looks like a token. Run by
 * the build after all tests: {@code NoTokensInOutput FOLDER…}.
 */
public final class NoTokensInOutput {
  /**
   * A JWT's beginning, or a Google access token; names of such things in test names are shorter.
   */
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]{8,}|ya29\\.[A-Za-z0-9._-]{4,}");

  private NoTokensInOutput() {}

  public static void main(String[] folders) throws IOException {
    List<String> found = new ArrayList<>();
    int searched = 0;
    for (String folder : folders) {
      if (!Files.isDirectory(Path.of(folder))) {
        continue;
      }
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          searched++;
          String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          Matcher token = TOKEN.matcher(text);
          if (token.find()) {
            found.add(file + " at character " + token.start());
          }
        }
      }
    }
    if (!found.isEmpty()) {
      throw new AssertionError("tokens in the output of the suite: " + found);
    }
    System.out.println("searched " + searched + " files of the suite's output: no token in them");
  }
}
