package io.github.vertexbridge.sandbox;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What there is at Vertex, as {@link WorldState} holds it. */
public final class VertexWorld {
  private VertexWorld() {}

  /** What stands behind a model or an endpoint. */
  public enum ModelKind {
    /** Echoes and counts: generateContent, countTokens. */
    TEXT,
    /** Feature hashing: predict. */
    EMBEDDING,
    /** Anthropic's pseudo-model for counting: rawPredict. */
    ANTHROPIC_COUNT,
    /** An Anthropic model: rawPredict, streamRawPredict; counted by way of the pseudo-model. */
    ANTHROPIC,
    /** Feature hashing: embedContent. */
    CONTENT_EMBEDDING,
    /** Long-running predictions. */
    VIDEO,
    /** Chat completions only, as open models are served. */
    OPEN_MAAS,
    /** Nearest centroid over Iris: predict; rawPredict gives the bytes back. */
    IRIS
  }

  /** A publisher model and where it is served. */
  public record Model(ModelKind kind, List<String> locations) {
    public Model {
      requireNonNull(kind, "kind");
      locations = List.copyOf(locations);
    }
  }

  /** A deployed endpoint. */
  public record Endpoint(
      ModelKind kind, String location, String deployedModelId, String model, String displayName) {
    public Endpoint {
      requireNonNull(kind, "kind");
      requireNonNull(location, "location");
      requireNonNull(deployedModelId, "deployedModelId");
      requireNonNull(model, "model");
      requireNonNull(displayName, "displayName");
    }
  }

  /**
   * How long jobs are in each state, in seconds of the jobs' clock.
   *
   * @param cancelling from the request until it is cancelled
   */
  public record JobTimes(long queued, long pending, long running, long cancelling) {
    public JobTimes {
      if (queued < 0 || pending < 0 || running < 0 || cancelling < 0) {
        throw new IllegalArgumentException("times of jobs are not negative");
      }
    }
  }
}
