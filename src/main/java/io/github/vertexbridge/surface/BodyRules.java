package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a JSON body must be before anybody looks into it.
 *
 * <p>The Functions host decides by content type whether a body arrives as text or bytes, replaces
 * what is not UTF-8, and leaves chunked bodies empty; each of these is refused with what was seen,
 * never guessed at.
 */
final class BodyRules {
  private static final byte[] REPLACEMENT_CHARACTER = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

  private final int maxBody;

  /**
   * @param maxBody largest body, in bytes
   */
  BodyRules(int maxBody) {
    this.maxBody = maxBody;
  }

  /** The same where a body may be missing. */
  void checkOptional(Inbound inbound) {
    if (inbound.body().length > 0 || inbound.headers().get("transfer-encoding").isPresent()) {
      check(inbound);
    }
  }

  /** Refuses what can't be a JSON body; says nothing about its content. */
  void check(Inbound inbound) {
    Headers headers = inbound.headers();
    byte[] body = inbound.body();
    checkMediaType(headers);
    if (body.length == 0) {
      throw (headers.get("transfer-encoding").isPresent() ? chunked() : missing()).asException();
    }
    if (body.length > maxBody) {
      throw Failure.of(
              FailureCode.BODY_TOO_LARGE,
              "The body has " + body.length + " bytes; this bridge takes " + maxBody + ".",
              "Send less, or reference data in Cloud Storage (gs://) where the model takes it.")
          .asException();
    }
    checkUtf8(headers, body);
  }

  private static void checkMediaType(Headers headers) {
    Optional<String> encoding = headers.get("content-encoding").filter(e -> !e.equals("identity"));
    if (encoding.isPresent()) {
      throw unsupported("Content-Encoding " + encoding.get(), "Send the body uncompressed.");
    }
    String type = headers.get("content-type").orElse("application/json").toLowerCase(Locale.ROOT);
    String essence = type.split(";", 2)[0].strip();
    boolean json =
        essence.isEmpty()
            || essence.equals("application/json")
            || essence.endsWith("+json")
            || essence.startsWith("text/")
            || essence.equals("application/x-www-form-urlencoded");
    if (!json) {
      throw unsupported("Content-Type " + essence, "Send application/json.");
    }
    int charset = type.indexOf("charset=");
    if (charset >= 0) {
      String name = type.substring(charset + 8).split("[;,]", 2)[0].replace("\"", "").strip();
      if (!name.equals("utf-8") && !name.equals("utf8")) {
        throw unsupported("Charset " + name, "Send UTF-8.");
      }
    }
  }

  private static RuntimeException unsupported(String seen, String remedy) {
    return Failure.of(
            FailureCode.MEDIA_TYPE_UNSUPPORTED, seen + " is not taken on this path.", remedy)
        .asException();
  }

  private static Failure chunked() {
    return Failure.of(
        FailureCode.BODY_CHUNKED,
        "The request came with Transfer-Encoding and no body: the Functions host does not pass"
            + " chunked bodies on to Java.",
        "Send the body with a Content-Length.");
  }

  private static Failure missing() {
    return Failure.of(
        FailureCode.BODY_MISSING, "The request has no body.", "Send a JSON object as the body.");
  }

  /**
   * The host turns each ill-formed sequence into U+FFFD, so such a body no longer has the length
   * that was announced. A body that really holds U+FFFD has.
   */
  private static void checkUtf8(Headers headers, byte[] body) {
    boolean wellFormed;
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      wellFormed = true;
    } catch (CharacterCodingException e) {
      wellFormed = false;
    }
    OptionalLong announced = contentLength(headers);
    boolean replaced =
        announced.isPresent()
            && announced.getAsLong() != body.length
            && holds(body, REPLACEMENT_CHARACTER);
    if (!wellFormed || replaced) {
      throw Failure.of(
              FailureCode.BODY_NOT_UTF8,
              "The body is not well-formed UTF-8.",
              "Encode the JSON as UTF-8 (RFC 8259 section 8.1).")
          .asException();
    }
  }

  private static OptionalLong contentLength(Headers headers) {
    return headers
        .get("content-length")
        .filter(text -> text.matches("[0-9]{1,12}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  private static boolean holds(byte[] body, byte[] part) {
    for (int i = 0; i <= body.length - part.length; i++) {
      if (body[i] == part[0] && body[i + 1] == part[1] && body[i + 2] == part[2]) {
        return true;
      }
    }
    return false;
  }
}
