package io.github.vertexbridge.surface;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * What goes to a poison queue: {@code {"message","cause":{"code","hop","seen","remedy","facts"},
 * "correlationId","time"}}. A message so large that both do not fit goes there unchanged, and the
 * cause, with its SHA-256, as a message of its own: nothing is cut.
 */
public final class PoisonMessage {
  private PoisonMessage() {}

  /** One or two texts, each within the limit of a queue message. */
  public static List<String> of(String message, Failure failure, CorrelationId id, Instant at) {
    JsonObject whole = cause(failure, id, at);
    whole.addProperty("message", message);
    if (fits(whole)) {
      return List.of(whole.toString());
    }
    JsonObject alone = cause(failure, id, at);
    alone.addProperty("messageSha256", sha256(message));
    return List.of(message, alone.toString());
  }

  private static boolean fits(JsonObject json) {
    return json.toString().getBytes(StandardCharsets.UTF_8).length
        <= QueueSurface.LARGEST_IN_STORAGE;
  }

  private static JsonObject cause(Failure failure, CorrelationId id, Instant at) {
    JsonObject cause = new JsonObject();
    cause.addProperty("code", failure.code().name());
    cause.addProperty("hop", failure.where());
    cause.addProperty("seen", failure.seen());
    cause.addProperty("remedy", failure.remedy());
    JsonObject facts = new JsonObject();
    failure.facts().forEach(facts::addProperty);
    cause.add("facts", facts);
    JsonObject json = new JsonObject();
    json.add("cause", cause);
    json.addProperty("correlationId", id.value());
    json.addProperty("time", at.toString());
    return json;
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(text.getBytes(StandardCharsets.UTF_8));
      return java.util.HexFormat.of().formatHex(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
