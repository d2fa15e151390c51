package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What tells a client whether and when to come back: {@code Retry-After} (RFC 9110 section 10.2.3),
 * and what the SDKs of OpenAI and Anthropic read besides: {@code retry-after-ms}, and {@code
 * x-should-retry: false} where another try only costs. Those sleep as long as they are told, with
 * no upper limit, and try three times by themselves.
 */
final class RetryHeaders {
  /** Longer than a program should sleep without knowing: then it is told, and decides. */
  private static final Duration LONG = Duration.ofSeconds(10);

  /**
   * A wrong binding or condition does not mend itself while a client repeats the call; a call that
   * took all its time takes it again.
   */
  private static final Set<FailureCode> FINAL =
      Set.of(
          FailureCode.IDENTITY_REFUSED,
          FailureCode.IDENTITY_STALE,
          FailureCode.VERTEX_UNAUTHENTICATED,
          FailureCode.VERTEX_TIMEOUT,
          FailureCode.DEADLINE_EXCEEDED);

  private RetryHeaders() {}

  static Map<String, String> of(Failure failure) {
    Map<String, String> headers = new TreeMap<>();
    failure
        .retryAfter()
        .ifPresent(
            delay -> {
              headers.put("retry-after", String.valueOf(seconds(delay)));
              headers.put("retry-after-ms", String.valueOf(Math.max(1000, millis(delay))));
            });
    if (isFinal(failure)) {
      headers.put("x-should-retry", "false");
    }
    return headers;
  }

  private static boolean isFinal(Failure failure) {
    return failure.isFinal()
        || FINAL.contains(failure.code())
        || failure.retryAfter().filter(delay -> delay.compareTo(LONG) > 0).isPresent();
  }

  /** Whole seconds, rounded up, at least 1: clients that read 0 come back at once. */
  static long seconds(Duration delay) {
    return Math.max(1, delay.plusSeconds(1).minusNanos(1).toSeconds());
  }

  private static long millis(Duration delay) {
    return delay.plusMillis(1).minusNanos(1).toMillis();
  }
}
