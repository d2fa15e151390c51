package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Redaction;
import java.util.Optional;
import java.util.stream.Stream;

/** The id that a call gets: the caller's if it brought a well-formed one, else a new one. */
public final class Correlation {
  static final String HEADER = "x-bridge-correlation-id";
  static final String REQUEST_ID = "x-request-id";

  private static final int SHOWN = 64;

  private Correlation() {}

  public static CorrelationId of(Headers headers) {
    return headers
        .get(HEADER)
        .flatMap(CorrelationId::parse)
        .or(() -> headers.get(REQUEST_ID).flatMap(CorrelationId::parse))
        .orElseGet(CorrelationId::fresh);
  }

  /**
   * The id that a caller brought and that was not taken because it is none, as a log may have it:
   * its length, and its beginning with a question mark for whatever does not belong into an id.
   */
  public static Optional<String> refused(Headers headers) {
    return Stream.of(HEADER, REQUEST_ID)
        .flatMap(name -> headers.get(name).stream())
        .findFirst()
        .filter(text -> CorrelationId.parse(text).isEmpty())
        .map(text -> text.length() + " characters, '" + readable(Redaction.scrub(text)) + "'");
  }

  private static String readable(String text) {
    return text.substring(0, Math.min(SHOWN, text.length())).replaceAll("[^A-Za-z0-9._-]", "?");
  }
}
