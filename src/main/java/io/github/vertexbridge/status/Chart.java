package io.github.vertexbridge.status;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Latency of the last calls as two lines in a box of 600 by 120.
 *
 * @param calls how many
 * @param top what the box's height stands for, in words
 * @param total points of the whole calls' line, as SVG wants them
 * @param vertex points of Vertex's part of them
 * @param words what the chart shows, for those who don't see it
 */
public record Chart(int calls, String top, String total, String vertex, String words) {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 120;

  static Chart of(List<Activity.Call> recent) {
    if (recent.isEmpty()) {
      return new Chart(0, "", "", "", "No calls yet.");
    }
    long most =
        Math.max(1, recent.stream().mapToLong(c -> c.duration().toMillis()).max().orElse(1));
    List<Long> sorted = recent.stream().map(c -> c.duration().toMillis()).sorted().toList();
    String words =
        "Duration of the last %d calls: half took at most %d ms, the longest %d ms."
            .formatted(recent.size(), sorted.get(sorted.size() / 2), most);
    return new Chart(
        recent.size(),
        most + " ms",
        line(recent, most, Activity.Call::duration),
        line(recent, most, Activity.Call::vertex),
        words);
  }

  private static String line(
      List<Activity.Call> recent, long most, Function<Activity.Call, Duration> value) {
    StringBuilder points = new StringBuilder();
    double step = recent.size() == 1 ? 0 : (double) WIDTH / (recent.size() - 1);
    for (int i = 0; i < recent.size(); i++) {
      double x = i * step;
      double y = HEIGHT - (double) HEIGHT * value.apply(recent.get(i)).toMillis() / most;
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
    }
    return points.toString().strip();
  }
}
