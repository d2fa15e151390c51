package io.github.vertexbridge.sandbox;

import com.google.rpc.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Long-running operations: done after a while on the sandbox's clock. Thread safe. */
final class Operations {
  private final NavigableMap<String, Operation> all = new ConcurrentSkipListMap<>();
  private final AtomicLong ids = new AtomicLong(7_000_000_000L);
  private final World world;
  private final InstantSource clock;

  Operations(World world, InstantSource clock) {
    this.world = world;
    this.clock = clock;
  }

  private record Operation(
      String name, Instant doneAt, boolean cancelled, Map<String, Object> response) {}

  /**
   * Starts one.
   *
   * @param parent full name of what it belongs to
   * @param lasts until it is done
   * @param response what it then answers
   */
  Map<String, Object> start(String parent, Duration lasts, Map<String, Object> response) {
    String name = parent + "/operations/" + ids.incrementAndGet();
    all.put(key(name), new Operation(name, clock.instant().plus(lasts), false, response));
    return view(name);
  }

  /** As the API shows it. */
  Map<String, Object> view(String name) {
    Operation operation = all.get(key(name));
    if (operation == null) {
      throw GoogleRefusal.of(Code.NOT_FOUND, "EMULATOR: Operation " + name + " not found.");
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", operation.name());
    if (operation.cancelled()) {
      view.put("done", true);
      view.put("error", Map.of("code", Code.CANCELLED_VALUE, "message", "EMULATOR: cancelled"));
    } else if (!operation.doneAt().isAfter(clock.instant())) {
      view.put("done", true);
      view.put("response", operation.response());
    }
    return view;
  }

  List<Map<String, Object>> list(String parent) {
    String prefix = key(parent + "/operations/");
    return all.tailMap(prefix).keySet().stream()
        .takeWhile(name -> name.startsWith(prefix))
        .map(this::view)
        .toList();
  }

  void cancel(String name) {
    view(name);
    all.computeIfPresent(
        key(name), (n, o) -> new Operation(o.name(), o.doneAt(), true, o.response()));
  }

  void clear() {
    all.clear();
  }

  /** The same whether a name has the project's id or its number. */
  private String key(String name) {
    return name.replaceFirst("^projects/[^/]+", "projects/" + world.state().project().number());
  }
}
