package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a flight can end without a usable token, beside what its hops report. */
final class FlightFailures {
  private static final Logger log = LoggerFactory.getLogger(FlightFailures.class);

  private FlightFailures() {}

  /** The failure inside what the executor made of it. */
  static Failure of(Hop at, @Nullable Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof FailureException known) {
        return known.failure();
      }
      if (t instanceof RejectedExecutionException) {
        return stopping(at);
      }
    }
    log.error("an identity hop ended with an unexpected exception", thrown);
    return Failure.at(
        at,
        FailureCode.INTERNAL,
        "The attempt ended with an unexpected exception; the log has it.",
        "Report this as a fault of the bridge.");
  }

  /** The caller waited for long enough. */
  static Failure late(Hop at, Duration patience) {
    return Failure.at(
        at,
        FailureCode.IDENTITY_TIMEOUT,
        "No token within " + patience.toMillis() + " ms: this hop is still under way.",
        "Repeat the call: the attempt goes on in the background.");
  }

  static Failure expired(Hop at, Instant expiry) {
    return Failure.at(
        at,
        FailureCode.IDENTITY_MALFORMED,
        "The hop gave a token that had already ended, at " + expiry + ".",
        "Check the clock.");
  }

  static Failure withoutExpiry(Hop at) {
    return Failure.at(
        at,
        FailureCode.IDENTITY_MALFORMED,
        "The hop gave a token without saying how long it lasts.",
        "Check what answers in Google's place: each call now costs an exchange.");
  }

  static Failure stopping(Hop at) {
    return Failure.at(
        at,
        FailureCode.SHUTTING_DOWN,
        "The app is stopping.",
        "Repeat the call on another instance.");
  }
}
