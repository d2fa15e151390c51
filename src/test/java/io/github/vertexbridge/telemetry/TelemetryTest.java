package io.github.vertexbridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.applicationinsights.TelemetryClient;
import com.microsoft.applicationinsights.telemetry.EventTelemetry;
import com.microsoft.applicationinsights.telemetry.MetricTelemetry;
import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.JobReport;
import io.github.vertexbridge.call.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TelemetryTest {
  private final List<EventTelemetry> events = new ArrayList<>();
  private final List<MetricTelemetry> metrics = new ArrayList<>();
  private final AppInsights insights =
      new AppInsights(
          new TelemetryClient() {
            @Override
            public void trackEvent(EventTelemetry telemetry) {
              events.add(telemetry);
            }

            @Override
            public void trackMetric(MetricTelemetry telemetry) {
              metrics.add(telemetry);
            }
          });

  private static HopRecord hop(Hop hop, boolean ok) {
    return new HopRecord(
        hop,
        Instant.EPOCH,
        Duration.ofMillis(12),
        ok,
        OptionalInt.of(ok ? 200 : 503),
        Map.of("iss", "issuer"),
        Optional.empty());
  }

  private static CallReport report(String surface, Optional<Failure> failure) {
    return new CallReport(
        Instant.EPOCH.plusSeconds(60),
        Duration.ofMillis(34),
        new CorrelationId("0123456789abcdef"),
        "invocation",
        surface,
        Optional.of(Caller.ofQueue("vertex-requests")),
        Optional.empty(),
        Optional.empty(),
        Optional.of("a-rule"),
        Optional.of("0123456789ab"),
        Optional.empty(),
        false,
        List.of(hop(Hop.STS, true)),
        true,
        200,
        failure,
        Map.of("totalTokenCount", 9L),
        Map.of("trafficType", "ON_DEMAND"),
        List.of(
            new Attempt(
                new Location("europe-west4"), Attempt.Kind.MEMORY, "", Duration.ofMillis(1500)),
            new Attempt(new Location("europe-west1"), Attempt.Kind.CALL, "200", Duration.ZERO)),
        120,
        3400);
  }

  @Test
  void ended_thenOneEventWithRuleOutcomeAndCorrelationId() {
    insights.ended(report("queue", Optional.empty()));

    assertThat(events).hasSize(1);
    assertThat(events.get(0).getProperties())
        .containsEntry("bridge.rule", "a-rule")
        .containsEntry("bridge.outcome", "ok")
        .containsEntry("bridge.caller", "queue:vertex-requests")
        .containsEntry("bridge.correlation_id", "0123456789abcdef");
    assertThat(events.get(0).getMetrics()).containsEntry("vertex.totalTokenCount", 9.0);
  }

  @Test
  void flushMetrics_whenHopsWereTried_thenOneEnvelopeANameAndOutcomeWithItsSum() {
    insights.tried(hop(Hop.STS, true));
    insights.tried(hop(Hop.STS, true));
    insights.tried(hop(Hop.STS, false));
    insights.tried(hop(Hop.IMPERSONATION, true));

    insights.flushMetrics();
    insights.flushMetrics();

    assertThat(metrics)
        .extracting(m -> m.getName() + " " + m.getProperties().get("outcome") + " " + m.getValue())
        .containsExactlyInAnyOrder(
            "bridge.exchanges ok 2.0", "bridge.exchanges failed 1.0", "bridge.mints ok 1.0");
  }

  @Test
  void flushMetrics_whenAJobWasPoisoned_thenItIsCounted() {
    Failure failure = Failure.of(FailureCode.ALIAS_UNKNOWN, "s", "r");
    insights.happened(job("put-back", failure));
    insights.happened(job("poisoned", failure));

    insights.flushMetrics();

    assertThat(metrics)
        .filteredOn(m -> m.getName().equals("bridge.poisoned"))
        .extracting(MetricTelemetry::getValue)
        .containsExactly(1.0);
  }

  private static JobReport job(String event, Failure failure) {
    return new JobReport(
        Instant.EPOCH,
        event,
        "id",
        "call",
        Optional.of(Caller.ofQueue("vertex-requests")),
        1,
        new CorrelationId("0123456789abcdef"),
        Optional.of(failure),
        Optional.empty());
  }
}
