package io.github.vertexbridge.audit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.vertexbridge.call.StoredFiles.StoredFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The lines that are about the audit itself. Those about calls are written in {@link AuditLine}.
 *
 * <p>Every file begins with {@code genesis} or {@code continues} and ends with {@code continued} or
 * {@code end}; one without an end belongs to a process that still writes, was killed, or had its
 * tail cut off. Which of these, the {@code witnessed} lengths of later files help to say.
 */
final class Lines {
  /** Version of the lines' form: {@code audit.schema.json}. */
  static final int VERSION = 1;

  private Lines() {}

  /** The first line of a chain. */
  static JsonObject genesis(Origin origin, Instant time, List<StoredFile> witnessed) {
    JsonObject line = line("genesis", time);
    line.addProperty("version", VERSION);
    line.addProperty("chain", origin.chain());
    line.addProperty("app", origin.app());
    line.addProperty("slot", origin.slot());
    line.addProperty("instance", origin.instance());
    line.addProperty("policy", origin.policy());
    line.add("witnessed", witnessed(witnessed));
    return line;
  }

  /** The last line of a file whose chain goes on in another. */
  static JsonObject continued(Instant time, String next) {
    JsonObject line = line("continued", time);
    line.addProperty("next", next);
    return line;
  }

  /**
   * The first line of a file that goes on with a chain.
   *
   * @param reason why the previous file does not name this one: {@code gone}, {@code full} or
   *     {@code changed}
   */
  static JsonObject continues(
      String chain,
      Instant time,
      String previous,
      List<StoredFile> witnessed,
      Optional<String> reason) {
    JsonObject line = line("continues", time);
    line.addProperty("version", VERSION);
    line.addProperty("chain", chain);
    line.addProperty("previous", previous);
    reason.ifPresent(why -> line.addProperty("reason", why));
    line.add("witnessed", witnessed(witnessed));
    return line;
  }

  /** The last line of a chain. */
  static JsonObject end(Instant time) {
    return line("end", time);
  }

  /** Says that lines were lost, because they could not be written and no more could be kept. */
  static JsonObject loss(Instant time, long lines) {
    JsonObject line = line("loss", time);
    line.addProperty("lines", lines);
    return line;
  }

  /** Whether a line is there only because a file begins or ends there. */
  static boolean joinsFiles(JsonObject line) {
    return List.of("genesis", "continues", "continued").contains(FileCheck.text(line, "type"));
  }

  private static JsonObject line(String type, Instant time) {
    JsonObject line = new JsonObject();
    line.addProperty("type", type);
    line.addProperty("time", time.toString());
    return line;
  }

  private static JsonArray witnessed(List<StoredFile> files) {
    JsonArray array = new JsonArray();
    for (StoredFile file : files) {
      JsonObject entry = new JsonObject();
      entry.addProperty("file", file.name());
      entry.addProperty("bytes", file.bytes());
      array.add(entry);
    }
    return array;
  }
}
