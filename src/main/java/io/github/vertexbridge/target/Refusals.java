package io.github.vertexbridge.target;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Redaction;

/** Makes refusals whose texts may quote the path: scrubbed, because people paste tokens. */
final class Refusals {
  private Refusals() {}

  static FailureException refusal(FailureCode code, String seen, String remedy) {
    return Failure.of(code, Redaction.scrub(seen), Redaction.scrub(remedy)).asException();
  }
}
