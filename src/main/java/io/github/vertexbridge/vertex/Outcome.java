package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import java.util.Optional;
import java.util.Set;

/** What a failed attempt means for the next one. */
enum Outcome {
  /** The next one would fail too, or there is nobody left to make it. */
  FINAL(false),
  /** 429: Vertex refused it before doing anything. */
  THROTTLED(false),
  /** None of our connections to that host is free. */
  BUSY(false),
  /** Vertex has surely not seen it. */
  NOT_SEEN(false),
  /** Vertex may have done it: a broken connection, 500, 502, 503, 504. */
  UNCERTAIN(true),
  /** Vertex has answered something that cannot be read; it would do so again. */
  UNREADABLE(true);

  private static final Set<Integer> PASSING = Set.of(500, 502, 503, 504);

  private final boolean uncertain;

  Outcome(boolean uncertain) {
    this.uncertain = uncertain;
  }

  /** Whether Vertex may have done what was asked. */
  boolean uncertain() {
    return uncertain;
  }

  static Outcome of(Failure failure) {
    if (!failure.hop().equals(Optional.of(Hop.VERTEX))) {
      return FINAL;
    }
    if (failure.code() == FailureCode.VERTEX_THROTTLED) {
      return THROTTLED;
    }
    Optional<Integer> status = failure.upstream().map(Answer::status);
    if (status.isPresent()) {
      return PASSING.contains(status.get()) ? UNCERTAIN : FINAL;
    }
    return switch (word(failure)) {
      case "busy" -> BUSY;
      case "not-sent", "connect", "tls" -> NOT_SEEN;
      case "no-answer", "reset" -> UNCERTAIN;
      case "redirect" -> FINAL;
      default -> failure.code() == FailureCode.VERTEX_MALFORMED ? UNREADABLE : FINAL;
    };
  }

  /** What went wrong, for logs: the answer's status, or why there was none. */
  static String word(Failure failure) {
    return failure
        .upstream()
        .map(answer -> Integer.toString(answer.status()))
        .or(() -> Optional.ofNullable(failure.facts().get("kind")))
        .orElseGet(failure::where);
  }
}
