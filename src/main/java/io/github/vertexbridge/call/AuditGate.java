package io.github.vertexbridge.call;

/** Lets calls pass, or not, by whether they could be written down. */
@FunctionalInterface
public interface AuditGate {

  /**
   * Returns if a call may be made.
   *
   * @throws FailureException AUDIT_UNAVAILABLE
   */
  void admit();
}
