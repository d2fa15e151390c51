package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.Headers;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long a caller's client waits: {@code X-Server-Timeout} of Google's SDKs, {@code
 * x-stainless-timeout} of OpenAI's and Anthropic's, both in seconds.
 *
 * <p>SDKs set these without anybody's doing (OpenAI's writes 0 for less than a second), so what is
 * not a positive number is passed over and no reason to refuse a call.
 */
public final class CallerTimeout {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");

  private CallerTimeout() {}

  /** The shorter of the two, if one is there. */
  public static Optional<Duration> of(Headers headers) {
    return Stream.of("x-server-timeout", "x-stainless-timeout")
        .flatMap(name -> headers.get(name).stream())
        .map(String::strip)
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue()))
        .filter(timeout -> !timeout.isZero())
        .min(Comparator.naturalOrder());
  }
}
