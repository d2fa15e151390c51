package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.VertexJobKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job at Vertex, as it was when it was last read.
 *
 * @param kind which
 * @param name its full name as Vertex writes it, with the project's number; what {@link
 *     VertexJobs#get} takes
 * @param displayName the one that it was created with; of tuning jobs the tuned model's
 * @param state where it is
 * @param error why it failed or was cancelled, if Vertex says so
 * @param outputs where its results are: gs:// and bq:// locations, or resource names of models and
 *     endpoints; as far as known in this state
 * @param createTime when Vertex took it
 * @param endTime when it ended; empty before that
 * @param labels its own
 */
public record VertexJob(
    VertexJobKind kind,
    String name,
    String displayName,
    State state,
    Optional<Cause> error,
    List<String> outputs,
    Instant createTime,
    Optional<Instant> endTime,
    Map<String, String> labels) {

  public VertexJob {
    outputs = List.copyOf(outputs);
    labels = Map.copyOf(labels);
  }

  /**
   * Why a job ended without success.
   *
   * @param code number of a {@code google.rpc.Code}
   * @param message Vertex's words, without anything that looks like a token
   */
  public record Cause(int code, String message) {}

  /** States of all kinds of jobs: {@code JobState} and {@code PipelineState} of Vertex. */
  public enum State {
    QUEUED,
    PENDING,
    RUNNING,
    UPDATING,
    PAUSED,
    CANCELLING,
    SUCCEEDED,
    PARTIALLY_SUCCEEDED,
    FAILED,
    CANCELLED,
    EXPIRED,
    /** One that this version does not know, or none. */
    UNKNOWN;

    /** Whether it stays so. */
    public boolean isTerminal() {
      return switch (this) {
        case SUCCEEDED, PARTIALLY_SUCCEEDED, FAILED, CANCELLED, EXPIRED -> true;
        case QUEUED, PENDING, RUNNING, UPDATING, PAUSED, CANCELLING, UNKNOWN -> false;
      };
    }
  }
}
