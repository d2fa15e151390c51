package io.github.vertexbridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

  private final Recorder recorder = new Recorder(() -> NOW);

  private static CallReport report(String queue, Optional<Failure> failure) {
    HopRecord vertex =
        new HopRecord(
            Hop.VERTEX,
            NOW,
            Duration.ofMillis(80),
            failure.isEmpty(),
            OptionalInt.of(200),
            Map.of(),
            Optional.empty());
    return new CallReport(
        NOW,
        Duration.ofMillis(100),
        CorrelationId.fresh(),
        "invocation",
        "queue",
        Optional.of(Caller.ofQueue(queue)),
        Optional.empty(),
        Optional.empty(),
        Optional.of("a-rule"),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(vertex),
        true,
        failure.map(f -> f.code().httpStatus()).orElse(200),
        failure,
        Map.of(),
        Map.of(),
        List.of(),
        0,
        0);
  }

  @Test
  void activity_whenCallsEnded_thenTheyAreCountedByOutcome_mostFirst() {
    Failure denied = Failure.of(FailureCode.POLICY_DENIED, "No rule.", "Ask.");
    recorder.ended(report("a", Optional.of(denied)));
    recorder.ended(report("a", Optional.empty()));
    recorder.ended(report("a", Optional.empty()));

    Activity activity = recorder.activity();

    assertThat(activity.counts())
        .containsExactly(
            new Activity.Row("-", "queue:a", "ok", 2),
            new Activity.Row("-", "queue:a", "POLICY_DENIED", 1));
    assertThat(activity.recent()).hasSize(3);
    assertThat(activity.recent().get(0).isDenied()).isTrue();
    assertThat(activity.recent().get(0).rule()).isEqualTo("a-rule");
    assertThat(activity.recent().get(2).vertex()).isEqualTo(Duration.ofMillis(80));
  }

  @Test
  void activity_whenManyCallersCome_thenMemoryStaysBounded_andNoCallIsLost() {
    for (int i = 0; i < 1000; i++) {
      recorder.ended(report("queue-" + i, Optional.empty()));
    }

    Activity activity = recorder.activity();

    assertThat(activity.recent()).hasSize(200);
    assertThat(activity.recent().get(199).caller()).isEqualTo("queue:queue-999");
    assertThat(activity.counts()).hasSize(201);
    assertThat(activity.counts().stream().mapToLong(Activity.Row::calls).sum()).isEqualTo(1000);
  }

  @Test
  void activity_whenHopsWereTried_thenTheLastOfEachInTheirOrder() {
    recorder.tried(hop(Hop.STS, 1));
    recorder.tried(hop(Hop.MANAGED_IDENTITY, 2));
    recorder.tried(hop(Hop.STS, 3));

    assertThat(recorder.activity().hops())
        .extracting(HopRecord::hop)
        .containsExactly(Hop.MANAGED_IDENTITY, Hop.STS);
    assertThat(recorder.activity().hops().get(1).duration()).isEqualTo(Duration.ofMillis(3));
  }

  private static HopRecord hop(Hop hop, long ms) {
    return new HopRecord(
        hop, NOW, Duration.ofMillis(ms), true, OptionalInt.of(200), Map.of(), Optional.empty());
  }
}
