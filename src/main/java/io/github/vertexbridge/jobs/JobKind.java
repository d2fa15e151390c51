package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.VertexJobKind;
import java.util.Arrays;
import java.util.Optional;

/** What a job is. */
public enum JobKind {
  /** One inference call. */
  CALL(Optional.empty()),
  BATCH_PREDICTION(Optional.of(VertexJobKind.BATCH_PREDICTION)),
  CUSTOM_JOB(Optional.of(VertexJobKind.CUSTOM_JOB)),
  TRAINING_PIPELINE(Optional.of(VertexJobKind.TRAINING_PIPELINE)),
  TUNING(Optional.of(VertexJobKind.TUNING));

  private final Optional<VertexJobKind> atVertex;

  JobKind(Optional<VertexJobKind> atVertex) {
    this.atVertex = atVertex;
  }

  /** What requests and records call it. */
  public String label() {
    return atVertex.map(VertexJobKind::label).orElse("call");
  }

  /** The collection in which Vertex AI makes it; empty for a call. */
  public String collection() {
    return atVertex.map(VertexJobKind::collection).orElse("");
  }

  /** What it is at Vertex AI; empty for a call. */
  public Optional<VertexJobKind> atVertex() {
    return atVertex;
  }

  public static Optional<JobKind> parse(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }
}
