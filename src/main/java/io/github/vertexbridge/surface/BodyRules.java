package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.call.Redaction;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a body must be before anybody looks into it.
 *
 * <p>The Functions host decides by content type whether a body arrives as text or bytes, replaces
 * what is not UTF-8, and leaves chunked bodies empty; each of these is refused with what was seen,
 * never guessed at.
 */
final class BodyRules {
  private static final byte[] REPLACEMENT_CHARACTER = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

  /** RFC 9110 section 8.3.1, with parameters of visible characters. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100} *(?:;[\\x20-\\x7e]{0,300})?");

  private static final String BYTE_ORDER_MARKS = "\u00EF\u00BB\u00BF\u00FE\u00FF";

  private static final String JSON_PATH =
      "Send JSON to the same path below /v1 or /v1beta1, without /bridge/raw in front.";
  private static final String BYTES_PATH =
      "Send application/json; rawPredict and streamRawPredict take other types with /bridge/raw in"
          + " front of the path.";

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
    checkEncoding(inbound.headers());
    checkJsonType(inbound.headers());
    checkSize(inbound, "Send a JSON object as the body.");
    checkUtf8(inbound.headers(), inbound.body());
  }

  /**
   * Refuses what can't be a body of bytes.
   *
   * @param strict whether it must not even look like JSON: that could name another model than the
   *     path
   */
  void checkBytes(Inbound inbound, boolean strict) {
    checkEncoding(inbound.headers());
    String type = inbound.headers().get("content-type").orElse("");
    if (!MEDIA_TYPE.matcher(type).matches()) {
      throw unsupported(
          type.isEmpty()
              ? "A body without Content-Type"
              : "A Content-Type that names no media type",
          "Say what the body is, application/octet-stream for instance.");
    }
    String essence = essence(type);
    if (isJson(essence)) {
      throw unsupported("Content-Type " + essence, JSON_PATH);
    }
    checkSize(inbound, "Send the bytes that the model takes as the body.");
    if (strict && looksLikeJson(inbound.body())) {
      throw unsupported("A body that begins as JSON does", JSON_PATH);
    }
  }

  private void checkSize(Inbound inbound, String whatToSend) {
    int size = inbound.body().length;
    if (size == 0) {
      throw (inbound.headers().get("transfer-encoding").isPresent()
              ? chunked()
              : missing(whatToSend))
          .asException();
    }
    if (size > maxBody) {
      throw Failure.of(
              FailureCode.BODY_TOO_LARGE,
              "The body has " + size + " bytes; this bridge takes " + maxBody + ".",
              "Send less, or reference data in Cloud Storage (gs://) where the model takes it.")
          .asException();
    }
  }

  private static void checkEncoding(Headers headers) {
    Optional<String> encoding = headers.get("content-encoding").filter(e -> !e.equals("identity"));
    if (encoding.isPresent()) {
      throw unsupported("Content-Encoding " + encoding.get(), "Send the body uncompressed.");
    }
  }

  private static void checkJsonType(Headers headers) {
    String type = headers.get("content-type").orElse("application/json").toLowerCase(Locale.ROOT);
    String essence = essence(type);
    boolean text =
        essence.isEmpty()
            || isJson(essence)
            || essence.startsWith("text/")
            || essence.equals("application/x-www-form-urlencoded");
    if (!text) {
      throw unsupported("Content-Type " + essence, BYTES_PATH);
    }
    int charset = type.indexOf("charset=");
    if (charset >= 0) {
      String name = type.substring(charset + 8).split("[;,]", 2)[0].replace("\"", "").strip();
      if (!name.equals("utf-8") && !name.equals("utf8")) {
        throw unsupported("Charset " + name, "Send UTF-8.");
      }
    }
  }

  private static String essence(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isJson(String essence) {
    return essence.equals("application/json") || essence.endsWith("+json");
  }

  /** In whatever encoding: byte order marks, zero bytes and white space may come first. */
  private static boolean looksLikeJson(byte[] body) {
    for (byte b : body) {
      if (b == '{' || b == '[') {
        return true;
      }
      boolean passed = b == 0 || b == ' ' || b == '\t' || b == '\n' || b == '\r';
      if (!passed && BYTE_ORDER_MARKS.indexOf(b & 0xFF) < 0) {
        return false;
      }
    }
    return false;
  }

  private static RuntimeException unsupported(String seen, String remedy) {
    return Failure.of(
            FailureCode.MEDIA_TYPE_UNSUPPORTED,
            Redaction.scrub(seen) + " is not taken on this path.",
            remedy)
        .asException();
  }

  private static Failure chunked() {
    return Failure.of(
        FailureCode.BODY_CHUNKED,
        "The request came with Transfer-Encoding and no body: the Functions host does not pass"
            + " chunked bodies on to Java.",
        "Send the body with a Content-Length.");
  }

  private static Failure missing(String remedy) {
    return Failure.of(FailureCode.BODY_MISSING, "The request has no body.", remedy);
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
