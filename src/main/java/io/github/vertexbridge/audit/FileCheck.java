package io.github.vertexbridge.audit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the lines of one file prove by themselves: each its own text, and each the one before it.
 */
final class FileCheck {
  /** Longer lines are none of ours. */
  private static final int LONGEST_LINE = 1 << 20;

  private final String name;
  private final List<AuditProblem> problems = new ArrayList<>();
  private final Map<String, Long> witnessed = new HashMap<>();

  private JsonObject first = new JsonObject();
  private JsonObject last = new JsonObject();
  private String lastHash = "";
  private long lines;

  private FileCheck(String name) {
    this.name = name;
  }

  /**
   * Reads a file to its end, or to its first broken line.
   *
   * @throws IOException if it cannot be read
   */
  static FileCheck of(String name, InputStream bytes) throws IOException {
    FileCheck check = new FileCheck(name);
    while (check.problems.isEmpty()) {
      byte[] line = line(bytes);
      if (line.length == 0) {
        break;
      }
      check.lines++;
      if (line[line.length - 1] != '\n') {
        check.broken("is cut off in the middle of a line");
      } else {
        check.line(new String(line, 0, line.length - 1, StandardCharsets.UTF_8));
      }
    }
    return check;
  }

  private static byte[] line(InputStream bytes) throws IOException {
    java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
    for (int b = bytes.read(); b >= 0; b = bytes.read()) {
      line.write(b);
      if (b == '\n' || line.size() == LONGEST_LINE) {
        break;
      }
    }
    return line.toByteArray();
  }

  private void line(String text) {
    Optional<String> hash = Chain.proven(text);
    Optional<JsonObject> parsed = hash.isEmpty() ? Optional.empty() : object(text);
    if (hash.isEmpty() || parsed.isEmpty()) {
      broken("was changed: its hash is not that of its text");
      return;
    }
    JsonObject line = parsed.get();
    if (lines == 1) {
      first = line;
    } else if (seq(line) > seq(last) + 1) {
      broken("comes too early: lines %d to %d are missing".formatted(seq(last) + 1, seq(line) - 1));
    } else if (seq(line) <= seq(last)) {
      broken(
          "has number %d after %d: lines were moved or repeated".formatted(seq(line), seq(last)));
    } else if (!text(line, "prev").equals(lastHash)) {
      broken("does not follow the line before it: that one was replaced");
    }
    last = line;
    lastHash = hash.get();
    if (line.get("witnessed") instanceof com.google.gson.JsonArray files) {
      for (JsonElement file : files) {
        JsonObject seen = file.getAsJsonObject();
        witnessed.put(text(seen, "file"), seen.get("bytes").getAsLong());
      }
    }
  }

  private void broken(String what) {
    problems.add(AuditProblem.broken(name, lines, "line " + lines + " " + what));
  }

  static Optional<JsonObject> object(String text) {
    try {
      return JsonParser.parseString(text) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  static String text(JsonObject line, String member) {
    JsonElement value = line.get(member);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static long seq(JsonObject line) {
    return line.has("seq") ? line.get("seq").getAsLong() : -1;
  }

  String name() {
    return name;
  }

  /** The first broken line, if there is one. */
  List<AuditProblem> problems() {
    return problems;
  }

  long lines() {
    return lines;
  }

  boolean isEmpty() {
    return lines == 0;
  }

  /** {@code genesis} and {@code continues} are what a file may begin with. */
  String firstType() {
    return text(first, "type");
  }

  String lastType() {
    return text(last, "type");
  }

  long firstSeq() {
    return seq(first);
  }

  long lastSeq() {
    return seq(last);
  }

  String chain() {
    return text(first, "chain");
  }

  /** Hash that the first line names as that of the line before it. */
  String before() {
    return text(first, "prev");
  }

  String lastHash() {
    return lastHash;
  }

  String previous() {
    return text(first, "previous");
  }

  /** Why the file before does not name this one, or empty if it does. */
  String reason() {
    return text(first, "reason");
  }

  String next() {
    return text(last, "next");
  }

  /** Lengths that other files had when this one was begun. */
  Map<String, Long> witnessed() {
    return witnessed;
  }
}
