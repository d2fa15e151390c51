package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.jobs.JobKind;
import io.github.vertexbridge.jobs.VertexJob;
import java.util.Optional;

/** Starts, reads and cancels jobs at Vertex AI. Thread safe. */
interface VertexJobPort {

  /**
   * For whom.
   *
   * @param as the service account to call as; empty for the federated principal itself
   */
  record OnBehalf(Optional<ServiceAccount> as, CorrelationId correlationId, Deadline deadline) {}

  /** Starts a job, unless one of this display name is there already: that one is the answer. */
  VertexJob create(JobKind kind, Location location, byte[] json, String displayName, OnBehalf on);

  VertexJob get(JobKind kind, String name, OnBehalf on);

  /** Asks for its end; a job that has ended stays as it is. */
  void cancel(JobKind kind, String name, OnBehalf on);
}
