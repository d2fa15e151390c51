package io.github.vertexbridge.caller;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;

/** The ways to be refused. Texts are ours: nothing of a token is repeated. */
final class Refusals {
  private Refusals() {}

  static FailureException unauthenticated(String seen) {
    return Failure.of(
            FailureCode.CALLER_UNAUTHENTICATED,
            seen,
            "Send 'Authorization: Bearer TOKEN' with an Entra token for the bridge's API.")
        .asException();
  }

  static FailureException invalid(String seen, String remedy) {
    return Failure.of(FailureCode.CALLER_TOKEN_INVALID, seen, remedy).asException();
  }

  static FailureException keysUnavailable(Exception cause) {
    return new FailureException(
        Failure.of(
            FailureCode.CALLER_KEYS_UNAVAILABLE,
            "The tenant's signing keys cannot be read from Entra, so no token can be verified.",
            "Try again shortly; if it lasts, check the app's outbound way to Entra."),
        cause);
  }
}
