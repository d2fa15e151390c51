package io.github.vertexbridge.vertex;

/** Calls Vertex once. Thread safe. */
interface OneCall {

  /**
   * Makes one call.
   *
   * @return an answer of 2xx
   * @throws io.github.vertexbridge.call.FailureException for everything else
   */
  VertexReply call(VertexCall call, VertexTrace trace);

  /**
   * Refuses what this side cannot send at all; calls nothing.
   *
   * @throws io.github.vertexbridge.call.FailureException without a hop
   */
  default void check(VertexCall call) {}
}
