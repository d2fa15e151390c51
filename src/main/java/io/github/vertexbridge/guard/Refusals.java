package io.github.vertexbridge.guard;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Redaction;

/** Refusals that name a place in the body: scrubbed and short, because names come from strangers. */
final class Refusals {
  private static final int LONGEST_PATH = 200;

  private Refusals() {}

  /** What is there cannot be understood. */
  static FailureException invalid(String path, String what, String remedy) {
    return refusal(FailureCode.FIELD_INVALID, place(path) + " " + what + ".", remedy);
  }

  /** What is there may not be. */
  static FailureException notAllowed(String path, String why, String remedy) {
    return refusal(FailureCode.FIELD_NOT_ALLOWED, place(path) + " " + why + ".", remedy);
  }

  /** No body of this action could hold what the rule demands. */
  static FailureException notHeld(Request request, String demand) {
    return refusal(
        FailureCode.TERMS_NOT_HELD,
        "The rule demands "
            + demand
            + ", which "
            + request.target().action()
            + " on "
            + request.target().model()
            + " cannot carry.",
        "Call an action that can, or ask the owner of the bridge's policy for a rule without that"
            + " demand.");
  }

  private static FailureException refusal(FailureCode code, String seen, String remedy) {
    return Failure.of(code, Redaction.scrub(seen), Redaction.scrub(remedy)).asException();
  }

  private static String place(String path) {
    String shown = path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…";
    return shown.isEmpty() ? "The body" : "The body's '" + shown + "'";
  }
}
