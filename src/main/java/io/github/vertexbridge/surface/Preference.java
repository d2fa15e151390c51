package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.Headers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller would rather have (RFC 7240): {@code Prefer: respond-async, wait=10}. A preference
 * is no demand: what is not understood is passed over.
 *
 * @param async a job, if the answer takes long
 * @param patience how long the caller waits for an answer before
 */
public record Preference(boolean async, Optional<Duration> patience) {
  private static final Pattern ASYNC = Pattern.compile("(?:^|[,;])\\s*respond-async\\s*(?:[,;]|$)");
  private static final Pattern WAIT =
      Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?([0-9]{1,6})\"?");

  /** What the request says. */
  public static Preference of(Headers headers) {
    String text = headers.get("prefer").orElse("").toLowerCase(Locale.ROOT);
    Matcher wait = WAIT.matcher(text);
    return new Preference(
        ASYNC.matcher(text).find(),
        wait.find()
            ? Optional.of(Duration.ofSeconds(Long.parseLong(wait.group(1))))
            : Optional.empty());
  }
}
