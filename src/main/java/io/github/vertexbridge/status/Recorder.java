package io.github.vertexbridge.status;

import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.CallSink;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.HopSink;
import io.github.vertexbridge.call.Redaction;
import io.github.vertexbridge.call.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers the last calls of this process and counts all of them. Bounded whatever comes: 200
 * calls, 200 combinations of model, caller and outcome (more are counted together). Thread safe.
 */
public final class Recorder implements CallSink, HopSink {
  static final String OK = "ok";
  private static final int RECENT = 200;
  private static final int COMBINATIONS = 200;
  private static final String OTHERS = "(others)";
  private static final String NONE = "-";

  private record Key(String model, String caller, String outcome) {}

  private final Instant since;
  private final Deque<Activity.Call> recent = new ArrayDeque<>();
  private final Map<Key, Long> counts = new HashMap<>();
  private final Map<Hop, HopRecord> hops = new EnumMap<>(Hop.class);

  public Recorder(InstantSource clock) {
    this.since = clock.instant();
  }

  @Override
  public void ended(CallReport report) {
    Activity.Call call = call(report);
    String model = report.target().map(t -> t.model().value()).map(Redaction::scrub).orElse(NONE);
    synchronized (this) {
      if (recent.size() == RECENT) {
        recent.removeFirst();
      }
      recent.addLast(call);
      Key key = new Key(model, call.caller(), call.outcome());
      boolean full = counts.size() >= COMBINATIONS && !counts.containsKey(key);
      counts.merge(full ? new Key(OTHERS, OTHERS, OTHERS) : key, 1L, Long::sum);
    }
  }

  @Override
  public void tried(HopRecord hop) {
    synchronized (this) {
      hops.put(hop.hop(), hop);
    }
  }

  /** What is known now. */
  public synchronized Activity activity() {
    List<Activity.Row> rows = new ArrayList<>();
    counts.forEach(
        (key, count) ->
            rows.add(new Activity.Row(key.model(), key.caller(), key.outcome(), count)));
    rows.sort(
        Comparator.comparingLong(Activity.Row::calls)
            .reversed()
            .thenComparing(Activity.Row::model)
            .thenComparing(Activity.Row::caller)
            .thenComparing(Activity.Row::outcome));
    return new Activity(since, rows, List.copyOf(recent), List.copyOf(hops.values()));
  }

  private static Activity.Call call(CallReport report) {
    Duration vertex =
        report.hops().stream()
            .filter(hop -> hop.hop() == Hop.VERTEX)
            .map(HopRecord::duration)
            .reduce(Duration.ZERO, Duration::plus);
    return new Activity.Call(
        report.at(),
        report.duration(),
        vertex,
        report.correlationId().value(),
        report.caller().map(Caller::label).map(Redaction::scrub).orElse(NONE),
        report.target().map(Target::label).map(Redaction::scrub).orElse(NONE),
        report.failure().map(failure -> failure.code().name()).orElse(OK),
        report.status(),
        report.rule().map(Redaction::scrub).orElse(""),
        report.failure().map(Failure::seen).map(Redaction::scrub).orElse(""));
  }
}
