package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;

/** Callers with the app role {@code Bridge.Operate}. */
final class Operators {
  private static final String ROLE = "Bridge.Operate";

  private Operators() {}

  static boolean include(Caller caller) {
    return caller.roles().contains(ROLE);
  }

  /**
   * Lets operators pass; others do not even learn whether something is wrong.
   *
   * @throws io.github.vertexbridge.call.FailureException OPERATORS_ONLY
   */
  static void demand(Caller caller) {
    if (!include(caller)) {
      throw Failure.of(
              FailureCode.OPERATORS_ONLY,
              "This is for operators: the caller's token has no app role " + ROLE + ".",
              "Ask for the app role, and for a new token then.")
          .asException();
    }
  }
}
