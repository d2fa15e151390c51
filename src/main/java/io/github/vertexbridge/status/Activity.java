package io.github.vertexbridge.status;

import io.github.vertexbridge.call.HopRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What calls and hops did since the start.
 *
 * @param since the start
 * @param counts calls by model, caller and outcome, most first
 * @param recent the last calls, oldest first
 * @param hops the last record of each hop before Vertex, in their order
 */
public record Activity(Instant since, List<Row> counts, List<Call> recent, List<HopRecord> hops) {

  public Activity {
    counts = List.copyOf(counts);
    recent = List.copyOf(recent);
    hops = List.copyOf(hops);
  }

  /** Calls that have model, caller and outcome in common. */
  public record Row(String model, String caller, String outcome, long calls) {}

  /**
   * One call.
   *
   * @param vertex how much of it was Vertex
   * @param outcome {@code ok} or the name of the failure
   * @param rule that decided, or the closest; may be empty
   * @param reason why not, in one sentence; empty if ok
   */
  public record Call(
      Instant at,
      Duration duration,
      Duration vertex,
      String correlationId,
      String caller,
      String target,
      String outcome,
      int status,
      String rule,
      String reason) {

    boolean isOk() {
      return outcome.equals(Recorder.OK);
    }

    boolean isDenied() {
      return outcome.equals("POLICY_DENIED");
    }
  }
}
