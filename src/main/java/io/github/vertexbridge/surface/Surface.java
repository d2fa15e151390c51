package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import java.util.function.BiFunction;

/** The request formats over HTTP, each with the paths that it owns and its shape of failures. */
public enum Surface {
  /** The Vertex REST drop-in. */
  VERTEX("vertex", GoogleErrors::body),
  /** OpenAI's format, in front of the same models. */
  OPENAI("openai", OpenAiErrors::body),
  /** Our own paths. */
  BRIDGE("bridge", GoogleErrors::body),
  /** Jobs, below our own paths. */
  JOBS("jobs", GoogleErrors::body),
  /** What operators ask, below our own paths. */
  OPERATOR("operator", GoogleErrors::body),
  /** Paths that are nobody's. */
  NONE("none", GoogleErrors::body);

  private final String label;
  private final BiFunction<Failure, CorrelationId, byte[]> errors;

  Surface(String label, BiFunction<Failure, CorrelationId, byte[]> errors) {
    this.label = label;
    this.errors = errors;
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
    return errors.apply(failure, id);
  }
}
