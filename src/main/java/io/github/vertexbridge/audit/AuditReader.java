package io.github.vertexbridge.audit;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.StoredFiles;
import io.github.vertexbridge.call.StoredFiles.StoredFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads audit lines, file by file. */
public final class AuditReader {

  /**
   * One line.
   *
   * @param file where it is
   * @param number in the file, from 1
   * @param members what it says
   * @param proven whether its hash is that of its text
   */
  public record Line(String file, long number, JsonObject members, boolean proven) {

    /** A member that is a string, or empty. */
    public String text(String member) {
      return FileCheck.text(members, member);
    }

    /** When what it tells began. */
    public Instant time() {
      try {
        return Instant.parse(text("time"));
      } catch (DateTimeParseException e) {
        return Instant.EPOCH; // a changed line: it is shown, as unproven
      }
    }
  }

  private AuditReader() {}

  /**
   * Passes over all lines that are JSON objects.
   *
   * @throws IOException if a file cannot be read
   */
  public static void read(StoredFiles files, Consumer<Line> lines) throws IOException {
    for (StoredFile file : files.list("")) {
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(files.read(file.name()), StandardCharsets.UTF_8))) {
        long number = 0;
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
          number++;
          Optional<JsonObject> members = FileCheck.object(text);
          if (members.isPresent()) {
            lines.accept(
                new Line(file.name(), number, members.get(), Chain.proven(text).isPresent()));
          }
        }
      }
    }
  }
}
