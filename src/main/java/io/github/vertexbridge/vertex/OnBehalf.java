package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.ServiceAccount;
import java.util.Optional;

/**
 * For whom a job is started, read or cancelled.
 *
 * @param as the service account to call as; empty for the federated principal itself
 * @param correlationId sent along as {@code x-goog-request-reason}
 * @param deadline by which it has ended, tokens and repetitions included
 * @param trace told every hop that was taken
 */
public record OnBehalf(
    Optional<ServiceAccount> as,
    CorrelationId correlationId,
    Deadline deadline,
    VertexTrace trace) {

  /** The same with a trace of its own, for callers who need none. */
  public OnBehalf(Optional<ServiceAccount> as, CorrelationId correlationId, Deadline deadline) {
    this(as, correlationId, deadline, new VertexTrace());
  }
}
