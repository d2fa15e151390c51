package io.github.vertexbridge.telemetry;

import com.microsoft.applicationinsights.telemetry.EventTelemetry;
import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.JobReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Custom events. They hold no token, no prompt and no answer. */
final class Events {
  private Events() {}

  /** {@code bridge.call}, and what stands out of it: a denial, a failover. */
  static List<EventTelemetry> of(CallReport report) {
    List<EventTelemetry> events = new ArrayList<>();
    events.add(call(report));
    report
        .failure()
        .filter(failure -> failure.code() == FailureCode.POLICY_DENIED)
        .ifPresent(failure -> events.add(event("bridge.denial", properties(report))));
    failover(report).ifPresent(events::add);
    return events;
  }

  private static EventTelemetry call(CallReport report) {
    EventTelemetry event = event("bridge.call", properties(report));
    GenAi genAi = new GenAi(report);
    if (genAi.operation().isPresent()) {
      event.getProperties().putAll(genAi.properties());
      genAi
          .inputTokens()
          .ifPresent(count -> event.getMetrics().put("gen_ai.usage.input_tokens", count * 1.0));
      genAi
          .outputTokens()
          .ifPresent(count -> event.getMetrics().put("gen_ai.usage.output_tokens", count * 1.0));
    }
    event.getMetrics().put("bridge.duration_ms", report.duration().toNanos() / 1e6);
    report
        .usage()
        .forEach((name, count) -> event.getMetrics().put("vertex." + name, count.doubleValue()));
    return event;
  }

  /** Answered, or last tried, elsewhere than where it was to be called first. */
  private static Optional<EventTelemetry> failover(CallReport report) {
    List<Attempt> attempts = report.attempts();
    if (attempts.stream().map(Attempt::location).distinct().count() < 2) {
      return Optional.empty();
    }
    EventTelemetry event = event("bridge.failover", properties(report));
    event.getProperties().put("bridge.from", attempts.get(0).location().value());
    event.getProperties().put("bridge.to", attempts.get(attempts.size() - 1).location().value());
    event.getProperties().put("bridge.attempts", Attempt.summary(attempts));
    return Optional.of(event);
  }

  /** {@code bridge.rollover}: an access token took the place of another. */
  static EventTelemetry rollover(HopRecord hop) {
    EventTelemetry event = event("bridge.rollover", hop.claims());
    event.getProperties().put("bridge.hop", hop.hop().label());
    hop.expiry().ifPresent(at -> event.getProperties().put("bridge.expiry", at.toString()));
    event.getMetrics().put("bridge.duration_ms", hop.duration().toNanos() / 1e6);
    return event;
  }

  /** {@code bridge.poison}: a job, or a message that can't become one, was put aside. */
  static EventTelemetry poison(JobReport report) {
    EventTelemetry event =
        event(
            "bridge.poison",
            Map.of(
                CallScope.DIMENSION,
                report.correlationId().value(),
                "bridge.job",
                report.job(),
                "bridge.kind",
                report.kind(),
                "bridge.attempts",
                String.valueOf(report.attempts())));
    report
        .failure()
        .ifPresent(
            failure -> {
              event.getProperties().put("bridge.outcome", failure.code().name());
              event.getProperties().put("bridge.hop", failure.where());
            });
    return event;
  }

  static String outcome(CallReport report) {
    return report.failure().map(failure -> failure.code().name()).orElse("ok");
  }

  private static EventTelemetry event(String name, Map<String, String> properties) {
    EventTelemetry event = new EventTelemetry(name);
    event.getProperties().putAll(properties);
    return event;
  }

  private static Map<String, String> properties(CallReport report) {
    Map<String, String> properties = new java.util.TreeMap<>();
    properties.put(CallScope.DIMENSION, report.correlationId().value());
    properties.put("bridge.surface", report.surface());
    properties.put("bridge.outcome", outcome(report));
    properties.put("bridge.status", String.valueOf(report.status()));
    report.rule().ifPresent(rule -> properties.put("bridge.rule", rule));
    report.policy().ifPresent(version -> properties.put("bridge.policy", version));
    report.caller().ifPresent(caller -> properties.put("bridge.caller", caller.label()));
    report.target().ifPresent(target -> properties.put("bridge.target", target.label()));
    report.failure().ifPresent(failure -> properties.put("bridge.hop", failure.where()));
    return properties;
  }
}
