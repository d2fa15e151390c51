package io.github.vertexbridge.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Values summed up by name and dimensions until they are drained. Thread safe. */
final class MetricSums {

  /** What has come together under one name and its dimensions. */
  record Sum(
      String name,
      Map<String, String> dimensions,
      long count,
      double total,
      double min,
      double max) {}

  private record Key(String name, Map<String, String> dimensions) {}

  /** Callers choose models: how many there are must not be theirs to choose. */
  private static final int MOST = 2_000;

  /** "Cardinality limits", opentelemetry.io/docs/specs/otel/metrics/sdk. */
  private static final Map<String, String> OVERFLOW = Map.of("otel.metric.overflow", "true");

  private final ConcurrentMap<Key, Sum> sums = new ConcurrentHashMap<>();

  void add(String name, Map<String, String> dimensions, double value) {
    Key own = new Key(name, Map.copyOf(dimensions));
    Key key = sums.size() < MOST || sums.containsKey(own) ? own : new Key(name, OVERFLOW);
    sums.merge(
        key,
        new Sum(name, key.dimensions(), 1, value, value, value),
        (a, b) ->
            new Sum(
                a.name(),
                a.dimensions(),
                a.count() + b.count(),
                a.total() + b.total(),
                Math.min(a.min(), b.min()),
                Math.max(a.max(), b.max())));
  }

  /** Takes everything out; a value added meanwhile is in this result or the next, never lost. */
  List<Sum> drain() {
    List<Sum> taken = new ArrayList<>();
    for (Key key : List.copyOf(sums.keySet())) {
      Sum sum = sums.remove(key);
      if (sum != null) {
        taken.add(sum);
      }
    }
    return taken;
  }
}
