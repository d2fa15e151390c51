package io.github.vertexbridge.sandbox;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What there is at Vertex, as {@link WorldState} holds it. */
public final class VertexWorld {
  private VertexWorld() {}

  /** What stands behind a model or an endpoint. */
  public enum ModelKind {
    /** Echoes and counts: generateContent, countTokens, chat completions. */
    TEXT,
    /** The same, and wants thought signatures of function calls back. */
    THINKING_TEXT,
    /** Feature hashing: predict, 250 texts a call, up to 768 dimensions. */
    EMBEDDING,
    /** Feature hashing: predict, one text a call, up to 3072 dimensions. */
    GEMINI_EMBEDDING,
    /** Anthropic's pseudo-model for counting: rawPredict. */
    ANTHROPIC_COUNT,
    /** An Anthropic model: rawPredict, streamRawPredict; counted by way of the pseudo-model. */
    ANTHROPIC,
    /** Feature hashing: embedContent, up to 3072 dimensions. */
    CONTENT_EMBEDDING,
    /** Long-running predictions. */
    VIDEO,
    /** Pictures: predict. */
    IMAGE,
    /** Chat completions only, as open models are served. */
    OPEN_MAAS,
    /** Nearest centroid over Iris: predict; rawPredict gives the bytes back. */
    IRIS;

    boolean isText() {
      return this == TEXT || this == THINKING_TEXT;
    }
  }

  /**
   * A publisher model.
   *
   * @param locations where it is served
   * @param provisioned where throughput was bought for it
   */
  public record Model(ModelKind kind, List<String> locations, List<String> provisioned) {
    public Model {
      requireNonNull(kind, "kind");
      locations = List.copyOf(locations);
      provisioned = List.copyOf(provisioned);
    }
  }

  /**
   * A deployed endpoint.
   *
   * @param dedicated whether it is served at an address of its own and nowhere else
   */
  public record Endpoint(
      ModelKind kind,
      String location,
      String deployedModelId,
      String model,
      String displayName,
      boolean dedicated) {
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
