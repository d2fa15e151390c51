package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;

/** The request formats over HTTP, each with the paths that it owns and its shape of failures. */
public enum Surface {
  /** The Vertex REST drop-in. */
  VERTEX("vertex"),
  /** OpenAI's format, in front of the same models. */
  OPENAI("openai"),
  /** Our own paths. */
  BRIDGE("bridge"),
  /** Jobs, below our own paths. */
  JOBS("jobs"),
  /** What operators ask, below our own paths. */
  OPERATOR("operator"),
  /** Paths that are nobody's. */
  NONE("none");

  private final String label;

  Surface(String label) {
    this.label = label;
  }

  /** Whose path it is. */
  public static Surface of(String path) {
    if (path.startsWith("/v1/") || path.startsWith("/v1beta1/")) {
      return VERTEX;
    }
    if (path.startsWith("/openai/") || path.equals("/openai")) {
      return OPENAI;
    }
    return path.startsWith("/bridge/") ? BRIDGE : NONE;
  }

  /** The name that reports carry. */
  public String label() {
    return label;
  }

  /** The JSON body that tells a failure. */
  byte[] error(Failure failure, CorrelationId id) {
    return this == OPENAI ? OpenAiErrors.body(failure) : GoogleErrors.body(failure, id);
  }
}
