package io.github.vertexbridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.applicationinsights.TelemetryClient;
import com.microsoft.applicationinsights.telemetry.EventTelemetry;
import com.microsoft.applicationinsights.telemetry.MetricTelemetry;
import com.microsoft.applicationinsights.telemetry.RemoteDependencyTelemetry;
import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
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
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
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
          },
          false);

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

    assertThat(names()).containsExactly("bridge.call", "bridge.failover");
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

  private static Optional<Target> gemini() {
    ResourceName model = new ResourceName("publishers/google/models/gemini-2.5-flash");
    return Optional.of(
        new Target(
            ApiVersion.V1,
            new ProjectId("my-project"),
            new Location("europe-west1"),
            model,
            new ActionName("generateContent"),
            model,
            Transport.REST));
  }

  private static CallReport generated(List<Attempt> attempts, Optional<Failure> failure) {
    CallReport report = report("vertex", failure);
    return new CallReport(
        report.at(),
        Duration.ofMillis(134),
        report.correlationId(),
        report.invocationId(),
        report.surface(),
        report.caller(),
        gemini(),
        report.alias(),
        report.rule(),
        report.policy(),
        report.shadow(),
        report.edited(),
        List.of(hop(Hop.STS, true), hop(Hop.VERTEX, failure.isEmpty())),
        true,
        failure.isEmpty() ? 200 : 403,
        failure,
        Map.of("promptTokenCount", 7L, "candidatesTokenCount", 3L, "thoughtsTokenCount", 2L),
        Map.of("modelVersion", "gemini-2.5-flash-001", "responseId", "r1"),
        attempts,
        report.requestBytes(),
        report.answerBytes());
  }

  private static Attempt attempt(String location, String outcome) {
    return new Attempt(new Location(location), Attempt.Kind.CALL, outcome, Duration.ZERO);
  }

  private List<String> names() {
    return events.stream().map(EventTelemetry::getName).toList();
  }

  @Test
  void ended_whenAModelAnswered_thenOpenTelemetrysNamesAndTheOverheadApartFromVertex() {
    insights.ended(generated(List.of(attempt("europe-west1", "200")), Optional.empty()));
    insights.flushMetrics();

    assertThat(names()).containsExactly("bridge.call");
    assertThat(events.get(0).getProperties())
        .containsEntry("gen_ai.operation.name", "generate_content")
        .containsEntry("gen_ai.provider.name", "gcp.vertex_ai")
        .containsEntry("gen_ai.request.model", "gemini-2.5-flash")
        .containsEntry("gen_ai.response.model", "gemini-2.5-flash-001")
        .containsEntry("gen_ai.response.id", "r1");
    assertThat(metrics)
        .extracting(
            m ->
                "%s %s %s"
                    .formatted(
                        m.getName(),
                        m.getProperties().getOrDefault("gen_ai.token.type", "-"),
                        m.getValue()))
        .containsExactlyInAnyOrder(
            "bridge.calls - 1.0",
            "bridge.overhead_ms - 122.0",
            "gen_ai.client.operation.duration - 0.012",
            "gen_ai.client.token.usage input 7.0",
            "gen_ai.client.token.usage output 5.0");
  }

  @Test
  void ended_whenItWasAnsweredElsewhere_thenAFailover() {
    insights.ended(
        generated(
            List.of(attempt("europe-west4", "503"), attempt("europe-west1", "200")),
            Optional.empty()));

    assertThat(names()).containsExactly("bridge.call", "bridge.failover");
    assertThat(events.get(1).getProperties())
        .containsEntry("bridge.from", "europe-west4")
        .containsEntry("bridge.to", "europe-west1")
        .containsEntry("bridge.correlation_id", "0123456789abcdef");
  }

  @Test
  void ended_whenThePolicyDenied_thenADenialWithItsRule() {
    Failure denied = Failure.of(FailureCode.POLICY_DENIED, "no rule", "ask");
    insights.ended(generated(List.of(), Optional.of(denied)));

    assertThat(names()).containsExactly("bridge.call", "bridge.denial");
    assertThat(events.get(1).getProperties())
        .containsEntry("bridge.rule", "a-rule")
        .containsEntry("bridge.caller", "queue:vertex-requests");
  }

  @Test
  void tried_whenATokenTakesThePlaceOfAnother_thenARollover() {
    insights.tried(hop(Hop.STS, true));
    insights.tried(hop(Hop.IMPERSONATION, true));
    assertThat(names()).isEmpty();

    insights.tried(hop(Hop.IMPERSONATION, false));
    insights.tried(hop(Hop.IMPERSONATION, true));

    assertThat(names()).containsExactly("bridge.rollover");
    assertThat(events.get(0).getProperties()).containsEntry("bridge.hop", "impersonation");
  }

  @Test
  void flushMetrics_whenAReadingFails_thenTheOthersAreSent() {
    insights.watch(
        () -> {
          throw new IllegalStateException("not now");
        });
    insights.watch(() -> List.of(new Reading("bridge.token_valid", Map.of("as", "x"), 1)));

    insights.flushMetrics();

    assertThat(metrics).extracting(MetricTelemetry::getName).containsExactly("bridge.token_valid");
  }

  @Test
  void flushMetrics_whenCallersNameThousandsOfModels_thenTheirNumberIsBounded() {
    MetricSums sums = new MetricSums();
    for (int i = 0; i < 5_000; i++) {
      sums.add("m", Map.of("model", "m" + i), 1);
    }

    List<MetricSums.Sum> drained = sums.drain();

    assertThat(drained).hasSize(2_001);
    assertThat(drained.stream().mapToDouble(MetricSums.Sum::total).sum()).isEqualTo(5_000);
  }

  @Test
  void dependencies_whenTheAgentDoesNotSeeHops_thenEachIsReportedOnce() {
    List<RemoteDependencyTelemetry> dependencies = new ArrayList<>();
    AppInsights own =
        new AppInsights(
            new TelemetryClient() {
              @Override
              public void trackDependency(RemoteDependencyTelemetry telemetry) {
                dependencies.add(telemetry);
              }
            },
            true);

    own.tried(hop(Hop.STS, true));
    own.ended(generated(List.of(attempt("europe-west1", "200")), Optional.empty()));

    assertThat(dependencies)
        .extracting(RemoteDependencyTelemetry::getName)
        .containsExactly("sts", "vertex");
    assertThat(dependencies.get(1).getProperties())
        .containsEntry("bridge.correlation_id", "0123456789abcdef");
    assertThat(dependencies.get(1).getResultCode()).isEqualTo("200");
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
