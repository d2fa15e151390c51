package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.Headers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What an identity hop answered, whole.
 *
 * @param start when the request left
 * @param duration until the last byte was there
 * @param status HTTP status code
 * @param headers its fields
 * @param body its bytes, at most {@link HopClient#LONGEST_ANSWER}; may hold a token
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record HopAnswer(Instant start, Duration duration, int status, Headers headers, byte[] body) {

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** How far our clock is ahead of the answer's {@code Date} (RFC 9110 section 6.6.1). */
  Optional<Duration> clockAhead() {
    return headers
        .get("date")
        .flatMap(HopAnswer::instant)
        .map(date -> Duration.between(date, start.plus(duration)));
  }

  private static Optional<Instant> instant(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "HopAnswer[" + status + ", " + body.length + " bytes]";
  }
}
