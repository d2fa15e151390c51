package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.FailureException;

/** One way to reach Vertex. Thread safe. */
interface VertexTransport extends AutoCloseable {

  /**
   * Calls once, and ends by the call's deadline.
   *
   * @return the answer in the shape of Vertex's REST interface, whatever its status
   * @throws FailureException if no whole answer came
   */
  Answer send(VertexCall call, BearerToken token);

  /** Refuses a call that this transport cannot carry. */
  default void check(VertexCall call) {}

  @Override
  void close();
}
