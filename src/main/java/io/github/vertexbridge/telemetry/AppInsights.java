package io.github.vertexbridge.telemetry;

import com.microsoft.applicationinsights.TelemetryClient;
import com.microsoft.applicationinsights.telemetry.MetricTelemetry;
import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.CallSink;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.HopSink;
import io.github.vertexbridge.call.JobReport;
import io.github.vertexbridge.call.JobSink;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events and metrics for Application Insights: events for calls, denials, failovers, rollovers and
 * poison; metrics summed up until {@link #flushMetrics()}, because the API makes one envelope a
 * value.
 *
 * <p>Without the Application Insights Java agent the SDK's methods are empty, silently; so its
 * absence is said once.
 */
public final class AppInsights implements CallSink, HopSink, JobSink {
  private static final Logger LOG = LoggerFactory.getLogger(AppInsights.class);
  private static final String AGENT = "applicationinsights-agent";

  private final TelemetryClient client;
  private final boolean hops;
  private final MetricSums sums = new MetricSums();
  private final List<Supplier<List<Reading>>> watched = new CopyOnWriteArrayList<>();

  /** Hops that have given a token before: the next one takes its place. */
  private final Set<String> had = ConcurrentHashMap.newKeySet();

  /**
   * @param hops whether hops are reported as dependencies, because the agent does not see them
   */
  public AppInsights(boolean hops) {
    this(new TelemetryClient(), hops);
  }

  AppInsights(TelemetryClient client, boolean hops) {
    this.client = client;
    this.hops = hops;
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
    Events.of(report).forEach(client::trackEvent);
    if (hops) {
      report.hops().stream()
          .filter(hop -> hop.hop() == Hop.VERTEX)
          .map(hop -> Dependencies.of(hop, Optional.of(report.correlationId())))
          .forEach(client::trackDependency);
    }
    sums.add("bridge.calls", Map.of("outcome", Events.outcome(report)), 1);
    GenAi.atVertex(report).ifPresent(took -> timed(report, took));
  }

  private void timed(CallReport report, Duration atVertex) {
    Duration waited =
        report.attempts().stream().map(Attempt::waited).reduce(Duration.ZERO, Duration::plus);
    Duration overhead = report.duration().minus(atVertex).minus(waited);
    // Parts of one call are made side by side: then there is no such difference.
    if (!overhead.isNegative()) {
      sums.add(
          "bridge.overhead_ms",
          Map.of("bridge.surface", report.surface()),
          overhead.toNanos() / 1e6);
    }
    GenAi genAi = new GenAi(report);
    if (genAi.operation().isEmpty()) {
      return;
    }
    Map<String, String> dimensions = genAi.dimensions();
    sums.add("gen_ai.client.operation.duration", dimensions, atVertex.toNanos() / 1e9);
    genAi.inputTokens().ifPresent(count -> tokens(dimensions, "input", count));
    genAi.outputTokens().ifPresent(count -> tokens(dimensions, "output", count));
  }

  private void tokens(Map<String, String> dimensions, String type, long count) {
    Map<String, String> typed = new TreeMap<>(dimensions);
    typed.put("gen_ai.token.type", type);
    sums.add("gen_ai.client.token.usage", typed, (double) count);
  }

  @Override
  public void happened(JobReport report) {
    String outcome = report.failure().map(failure -> failure.code().name()).orElse("ok");
    sums.add("bridge.jobs", Map.of("event", report.event(), "kind", report.kind()), 1);
    if (report.event().equals("poisoned")) {
      sums.add("bridge.poisoned", Map.of("outcome", outcome), 1);
      client.trackEvent(Events.poison(report));
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
    if (hops) {
      client.trackDependency(Dependencies.of(hop, Optional.empty()));
    }
    if (hop.ok()
        && givesToken(hop)
        && !had.add(hop.hop() + " " + hop.claims().get("serviceAccount"))) {
      client.trackEvent(Events.rollover(hop));
    }
  }

  private static boolean givesToken(HopRecord hop) {
    return hop.hop() == Hop.STS || hop.hop() == Hop.IMPERSONATION;
  }

  /**
   * Has something read whenever metrics are sent.
   *
   * @param readings must not block
   */
  public void watch(Supplier<List<Reading>> readings) {
    watched.add(readings);
  }

  /** Counts a failed try to write audit lines. */
  public void auditFailed(Failure failure) {
    sums.add("bridge.audit_failures", Map.of("outcome", failure.code().name()), 1);
  }

  /** Sends what has been summed up since the last time; called every minute and at the end. */
  public void flushMetrics() {
    watched.forEach(this::read);
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

  private void read(Supplier<List<Reading>> readings) {
    try {
      readings.get().forEach(one -> sums.add(one.name(), one.dimensions(), one.value()));
    } catch (RuntimeException e) { // what can't be read now must not keep the rest from being sent
      LOG.warn("No readings: {}", e.toString());
    }
  }

  /** Sends everything that waits in the SDK. */
  public void flush() {
    flushMetrics();
    client.flush();
  }
}
