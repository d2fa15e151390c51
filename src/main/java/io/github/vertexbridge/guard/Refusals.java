package io.github.vertexbridge.guard;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Redaction;

/**
 * Refusals that name a place in the body: scrubbed and short, because names come from strangers.
 */
final class Refusals {
  private static final int LONGEST_PATH = 200;

  private Refusals() {}

  /** What is there cannot be understood. */
  static FailureException invalid(String path, String what, String remedy) {
    return refusal(FailureCode.FIELD_INVALID, path, what, remedy);
  }

  /** What is there may not be. */
  static FailureException notAllowed(String path, String why, String remedy) {
    return refusal(FailureCode.FIELD_NOT_ALLOWED, path, why, remedy);
  }

  /** No body of this action could hold what the rule demands. */
  static FailureException notHeld(Request request, String demand) {
    return refusal(
        FailureCode.TERMS_NOT_HELD,
        "The rule demands "
            + demand
            + "; "
            + request.target().action()
            + " on "
            + request.target().model()
            + " cannot be held to that.",
        "Call an action that can, or ask the owner of the bridge's policy for a rule without that"
            + " demand.");
  }

  /** The rule does not say as whom code would run. */
  static FailureException noAccount() {
    return refusal(
        FailureCode.TERMS_NOT_HELD,
        "Such a job runs code, and the rule names no service account for it to run as.",
        "Ask the owner of the bridge's policy for a rule with jobs.serviceAccount.");
  }

  private static FailureException refusal(
      FailureCode code, String path, String what, String remedy) {
    Failure failure = failure(code, place(path) + " " + what + ".", remedy);
    return path.isEmpty()
        ? failure.asException()
        : failure.withFact(Failure.PARAM, Redaction.scrub(shown(path))).asException();
  }

  private static FailureException refusal(FailureCode code, String seen, String remedy) {
    return failure(code, seen, remedy).asException();
  }

  private static Failure failure(FailureCode code, String seen, String remedy) {
    return Failure.of(code, Redaction.scrub(seen), Redaction.scrub(remedy));
  }

  private static String place(String path) {
    return path.isEmpty() ? "The body" : "The body's '" + shown(path) + "'";
  }

  private static String shown(String path) {
    return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…";
  }
}
