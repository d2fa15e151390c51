package io.github.vertexbridge.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that were named on the command line; says in words what is wrong with them. */
final class InputFile {
  private InputFile() {}

  /**
   * The text of a file in UTF-8.
   *
   * @throws IOException with a sentence for people
   */
  static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not in UTF-8", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** As a word of a shell command, quoted if it must be. */
  static String quoted(Path file) {
    String text = file.toString();
    return text.matches("[A-Za-z0-9_./@:+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
