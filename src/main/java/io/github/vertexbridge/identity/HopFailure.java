package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.Hop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A hop that gave no usable answer: the one source of failure categories, because the libraries'
 * own exceptions lose status and body.
 *
 * <p>The text holds no URL, header or body.
 */
final class HopFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** What went wrong on the wire. */
  enum Kind {
    /** A whole answer with another status than 200. */
    STATUS,
    /** No whole answer inside the hop's deadline. */
    TIMEOUT,
    /** No connection, or it broke. */
    UNREACHABLE,
    /** More bytes than any token answer has. */
    TOO_LARGE,
    /** A library asked for another origin than the hop's: nothing was sent. */
    OTHER_ORIGIN,
    /** We are being stopped. */
    INTERRUPTED
  }

  private final Hop hop;
  private final Kind kind;
  private final Instant start;
  private final Duration duration;
  private final transient @Nullable HopAnswer answer;

  HopFailure(
      Hop hop,
      Kind kind,
      String seen,
      Instant start,
      Duration duration,
      @Nullable Throwable cause) {
    super(seen, cause);
    this.hop = hop;
    this.kind = kind;
    this.start = start;
    this.duration = duration;
    this.answer = null;
  }

  /** An answer with another status than 200. */
  HopFailure(Hop hop, HopAnswer answer) {
    super("answered " + answer.status());
    this.hop = hop;
    this.kind = Kind.STATUS;
    this.start = answer.start();
    this.duration = answer.duration();
    this.answer = answer;
  }

  Hop hop() {
    return hop;
  }

  Kind kind() {
    return kind;
  }

  Instant start() {
    return start;
  }

  Duration duration() {
    return duration;
  }

  Optional<HopAnswer> answer() {
    return Optional.ofNullable(answer);
  }

  /** The failure inside what a library made of it. */
  static Optional<HopFailure> in(Throwable thrown) {
    @Nullable Throwable t = thrown;
    for (int depth = 0; t != null && depth < 16; depth++, t = t.getCause()) {
      if (t instanceof HopFailure failure) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }
}
