package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.VertexJobKind;

/**
 * Starts, reads and cancels jobs at Vertex. Thread safe.
 *
 * <p>Every method throws {@link io.github.vertexbridge.call.FailureException}: with hop {@code
 * vertex} for what Vertex or the way to it did, the identity chain's failures unchanged, without a
 * hop for a job that cannot be read.
 */
public interface VertexJobs extends AutoCloseable {

  /**
   * Starts a job, unless one of this display name is there already: that one is the answer then, so
   * a call may be repeated after whatever happened.
   *
   * <p>Vertex has no request id for jobs. So it is looked for before each create, and once more
   * after an outcome that leaves open whether Vertex made it; there are at most 3 creates.
   *
   * @param json the job as the REST interface takes it, with members in camelCase or snake_case;
   *     its own display name does not count
   * @param displayName unique to this piece of work: {@code vb-} and at most 125 of {@code a-z 0-9
   *     -}. Of a tuning job it is the tuned model's; of a pipeline job the id too
   * @throws IllegalArgumentException for another display name
   */
  VertexJob create(
      VertexJobKind kind, Location location, String json, String displayName, OnBehalf on);

  /**
   * Reads a job.
   *
   * @param name {@link VertexJob#name()}
   * @throws IllegalArgumentException if it is no name of a job of this kind
   */
  VertexJob get(VertexJobKind kind, String name, OnBehalf on);

  /**
   * Asks Vertex to cancel a job, which takes a while; a job that has ended stays as it is.
   *
   * @return the job as it is after that
   */
  VertexJob cancel(VertexJobKind kind, String name, OnBehalf on);

  @Override
  void close();
}
