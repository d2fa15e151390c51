package io.github.vertexbridge.audit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.vertexbridge.audit.AuditReader.Line;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.StoredFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** All that the audit says about one correlation id: calls, their hops, steps of jobs. */
public final class Story {
  private Story() {}

  /**
   * Its lines, in the order of time.
   *
   * @throws IOException if a file cannot be read
   */
  public static List<Line> of(CorrelationId id, StoredFiles files) throws IOException {
    List<Line> lines = new ArrayList<>();
    AuditReader.read(
        files,
        line -> {
          if (line.text("correlationId").equals(id.value())) {
            lines.add(line);
          }
        });
    lines.sort(Comparator.comparing(Line::time));
    return lines;
  }

  /** A line for people, of several rows. */
  public static String text(Line line) {
    StringBuilder text = new StringBuilder();
    JsonObject members = line.members();
    text.append(line.text("time")).append("  ").append(line.text("type"));
    text.append("  ").append(line.file()).append(':').append(line.number());
    text.append(line.proven() ? "" : "  CHANGED: the hash is not that of the line").append('\n');
    for (Map.Entry<String, JsonElement> member : members.entrySet()) {
      if (member.getValue() instanceof JsonArray hops && member.getKey().equals("hops")) {
        hops.forEach(hop -> hop(hop.getAsJsonObject(), text));
      } else if (!HEAD.contains(member.getKey())) {
        row(member.getKey(), value(member.getValue()), text);
      }
    }
    return text.toString();
  }

  private static final java.util.Set<String> HEAD =
      java.util.Set.of("type", "time", "seq", "prev", "hash");

  private static void hop(JsonObject hop, StringBuilder text) {
    StringBuilder value = new StringBuilder(FileCheck.text(hop, "start"));
    hop.entrySet().stream()
        .filter(member -> !member.getKey().equals("hop") && !member.getKey().equals("start"))
        .forEach(
            member ->
                value
                    .append("  ")
                    .append(member.getKey())
                    .append(' ')
                    .append(value(member.getValue())));
    row("hop " + FileCheck.text(hop, "hop"), value.toString(), text);
  }

  private static void row(String name, String value, StringBuilder text) {
    text.append("  %-22s %s%n".formatted(name, value));
  }

  private static String value(JsonElement value) {
    if (value instanceof JsonObject object) {
      StringBuilder text = new StringBuilder();
      object
          .entrySet()
          .forEach(
              member ->
                  text.append(text.isEmpty() ? "" : " ")
                      .append(member.getKey())
                      .append('=')
                      .append(value(member.getValue())));
      return text.toString();
    }
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }
}
