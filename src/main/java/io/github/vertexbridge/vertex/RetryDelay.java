package io.github.vertexbridge.vertex;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long Vertex asks to wait: google.rpc.RetryInfo in the body, else the header {@code
 * Retry-After} (RFC 9110 section 10.2.3: seconds or a date). Often neither is there.
 */
final class RetryDelay {
  private static final Pattern PROTO_DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)s");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryDelay() {}

  static Optional<Duration> of(Refused refused, InstantSource clock) {
    return refused
        .error()
        .retryDelay()
        .flatMap(RetryDelay::proto)
        .or(() -> refused.answer().headers().get("retry-after").flatMap(t -> header(t, clock)));
  }

  private static Optional<Duration> proto(String text) {
    Matcher m = PROTO_DURATION.matcher(text);
    return m.matches()
        ? Optional.of(Duration.ofNanos(new BigDecimal(m.group(1)).movePointRight(9).longValue()))
        : Optional.empty();
  }

  private static Optional<Duration> header(String text, InstantSource clock) {
    String value = text.strip();
    if (SECONDS.matcher(value).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(clock.instant(), until);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
