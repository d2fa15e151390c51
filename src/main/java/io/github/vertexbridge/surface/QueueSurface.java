package io.github.vertexbridge.surface;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Work that another program puts on a queue: {@code {"id":"<uuid>","alias":"…","body":{…}}}, plain
 * text of at most 48 KiB.
 */
public final class QueueSurface {
  /** Largest message that is taken, in bytes of UTF-8. */
  static final int LARGEST_MESSAGE = 48 * 1024;

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final Set<String> FIELDS = Set.of("id", "alias", "body");

  private QueueSurface() {}

  /**
   * A message that can be worked on.
   *
   * @param id the producer's own, a UUID
   * @param alias what is called
   * @param action what is asked of it
   * @param body of the call: JSON in UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
  public record Message(String id, AliasName alias, ActionName action, byte[] body) {}

  /**
   * Reads a message.
   *
   * @throws FailureException with {@link FailureCode#QUEUE_MESSAGE_INVALID}
   */
  public static Message read(String raw) {
    int size = raw.getBytes(StandardCharsets.UTF_8).length;
    if (size > LARGEST_MESSAGE) {
      throw invalid("The message has " + size + " bytes; " + LARGEST_MESSAGE + " are taken.");
    }
    JsonObject message = object(raw);
    Set<String> unknown = new TreeSet<>(message.keySet());
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      throw invalid(
          "The message has fields that are not its own: "
              + io.github.vertexbridge.call.Redaction.scrub(String.join(", ", unknown))
              + ".");
    }
    String id = id(message).orElseThrow(() -> invalid("The message has no id that is a UUID."));
    String name = string(message, "alias").orElseThrow(() -> invalid("The message has no alias."));
    AliasName alias =
        AliasName.parse(name).orElseThrow(() -> BridgeSurface.unknown(name).asException());
    if (!(message.get("body") instanceof JsonObject body)) {
      throw invalid("The message has no body that is a JSON object.");
    }
    return new Message(
        id, alias, AliasBody.action(body), body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The id of a message that may otherwise be unusable, so that its producer hears about it. */
  public static Optional<String> idOf(String raw) {
    try {
      return id(object(raw));
    } catch (FailureException e) {
      return Optional.empty(); // the failure itself is reported where the message is read
    }
  }

  /** What a call by alias asks for, told by its body. */
  public static ActionName actionOf(byte[] body) {
    return AliasBody.action(JsonText.object(new String(body, StandardCharsets.UTF_8)));
  }

  /** Plain text as host.json has it; base64 too, because many producers' clients default to it. */
  private static JsonObject object(String raw) {
    String text = raw.strip();
    if (!text.startsWith("{")) {
      try {
        text = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw invalid("The message is neither JSON nor base64.");
      }
    }
    try {
      return JsonText.object(text);
    } catch (FailureException e) {
      throw invalid("The message is no JSON object.");
    }
  }

  private static Optional<String> id(JsonObject message) {
    return string(message, "id").filter(text -> UUID.matcher(text).matches());
  }

  private static Optional<String> string(JsonObject message, String name) {
    JsonElement value = message.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }

  private static FailureException invalid(String seen) {
    return Failure.of(
            FailureCode.QUEUE_MESSAGE_INVALID,
            seen,
            "Send {\"id\":\"<uuid>\",\"alias\":\"…\",\"body\":{…}} as plain text of at most 48 KiB.")
        .asException();
  }
}
