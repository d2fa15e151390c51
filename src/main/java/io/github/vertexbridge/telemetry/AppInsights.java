package io.github.vertexbridge.telemetry;

import com.microsoft.applicationinsights.TelemetryClient;
import com.microsoft.applicationinsights.telemetry.EventTelemetry;
import com.microsoft.applicationinsights.telemetry.MetricTelemetry;
import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.CallSink;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.HopSink;
import io.github.vertexbridge.call.JobReport;
import io.github.vertexbridge.call.JobSink;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events and metrics for Application Insights: one event a call, metrics summed up until {@link
 * #flushMetrics()}, because the API makes one envelope a value.
 *
 * <p>Without the Application Insights Java agent the SDK's methods are empty, silently; so its
 * absence is said once.
 */
public final class AppInsights implements CallSink, HopSink, JobSink {
  private static final Logger LOG = LoggerFactory.getLogger(AppInsights.class);
  private static final String AGENT = "applicationinsights-agent";

  private final TelemetryClient client;
  private final MetricSums sums = new MetricSums();

  public AppInsights() {
    this(new TelemetryClient());
  }

  AppInsights(TelemetryClient client) {
    this.client = client;
  }

  /** Whether this JVM runs with the Application Insights Java agent. */
  public static boolean agentAttached() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .anyMatch(argument -> argument.startsWith("-javaagent:") && argument.contains(AGENT));
  }

  /** Says once, at the start, that nothing will reach Application Insights. */
  public static void reportAgent() {
    if (!agentAttached()) {
      LOG.warn(
          "The Application Insights Java agent is not attached: events and metrics go nowhere. In"
              + " Azure set APPLICATIONINSIGHTS_ENABLE_AGENT=true.");
    }
  }

  @Override
  public void ended(CallReport report) {
    EventTelemetry event = new EventTelemetry("bridge.call");
    event.getProperties().putAll(properties(report));
    event.getMetrics().put("bridge.duration_ms", report.duration().toNanos() / 1e6);
    report
        .usage()
        .forEach((name, count) -> event.getMetrics().put("vertex." + name, count.doubleValue()));
    client.trackEvent(event);
    sums.add("bridge.calls", Map.of("outcome", outcome(report)), 1);
  }

  @Override
  public void happened(JobReport report) {
    String outcome = report.failure().map(failure -> failure.code().name()).orElse("ok");
    sums.add("bridge.jobs", Map.of("event", report.event(), "kind", report.kind()), 1);
    if (report.event().equals("poisoned")) {
      sums.add("bridge.poisoned", Map.of("outcome", outcome), 1);
    }
  }

  /**
   * How the queue stands.
   *
   * @param waiting messages, about
   * @param oldest age of the first that can be received
   * @param running jobs of this process
   * @param poison messages in poison queues, about
   */
  public void backlog(int waiting, Duration oldest, int running, int poison) {
    sums.add("bridge.queue_waiting", Map.of(), waiting);
    sums.add("bridge.queue_oldest_s", Map.of(), (double) oldest.toSeconds());
    sums.add("bridge.jobs_running", Map.of(), running);
    sums.add("bridge.queue_poison", Map.of(), poison);
  }

  @Override
  public void tried(HopRecord hop) {
    String name =
        switch (hop.hop()) {
          case MANAGED_IDENTITY -> "bridge.subject_tokens";
          case STS -> "bridge.exchanges";
          case IMPERSONATION -> "bridge.mints";
          case VERTEX -> "bridge.vertex_calls";
        };
    sums.add(name, Map.of("outcome", hop.ok() ? "ok" : "failed"), 1);
  }

  /** Counts a failed try to write audit lines. */
  public void auditFailed(Failure failure) {
    sums.add("bridge.audit_failures", Map.of("outcome", failure.code().name()), 1);
  }

  /** Sends what has been summed up since the last time; called every minute and at the end. */
  public void flushMetrics() {
    for (MetricSums.Sum sum : sums.drain()) {
      MetricTelemetry metric = new MetricTelemetry();
      metric.setName(sum.name());
      metric.setValue(sum.total());
      metric.setCount((int) Math.min(sum.count(), Integer.MAX_VALUE));
      metric.setMin(sum.min());
      metric.setMax(sum.max());
      metric.getProperties().putAll(sum.dimensions());
      client.trackMetric(metric);
    }
  }

  /** Sends everything that waits in the SDK. */
  public void flush() {
    flushMetrics();
    client.flush();
  }

  private static String outcome(CallReport report) {
    return report.failure().map(failure -> failure.code().name()).orElse("ok");
  }

  private static Map<String, String> properties(CallReport report) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("bridge.correlation_id", report.correlationId().value());
    properties.put("bridge.surface", report.surface());
    properties.put("bridge.outcome", outcome(report));
    properties.put("bridge.status", String.valueOf(report.status()));
    report.rule().ifPresent(rule -> properties.put("bridge.rule", rule));
    report.caller().ifPresent(caller -> properties.put("bridge.caller", caller.label()));
    report.target().ifPresent(target -> properties.put("bridge.target", target.label()));
    report.failure().ifPresent(failure -> properties.put("bridge.hop", failure.where()));
    return properties;
  }
}
