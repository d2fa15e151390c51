package io.github.vertexbridge.status;

import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** States of the page: busy, empty, degraded, hostile. */
final class Snapshots {
  static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  static final String EVIL =
      "\"><script>document.title='owned'</script><img src=x onerror=alert(1)>'{{7*7}}${7*7}\u202e";
  private static final String SA = "vertex-bridge@my-vertex-project.iam.gserviceaccount.com";

  private Snapshots() {}

  static Snapshot empty() {
    return snapshot(
        List.of(), new Activity(NOW, List.of(), List.of(), List.of()), Optional.empty(), List.of());
  }

  static Snapshot busy() {
    List<Activity.Call> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int ms = 300 + (i * 37) % 700;
      boolean denied = i % 23 == 0;
      calls.add(
          call(
              NOW.minusSeconds(400 - 2L * i),
              denied ? 3 : ms,
              denied ? 0 : ms - 12,
              "app:a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c66",
              "europe-west4/publishers/google/models/gemini-2.5-flash:generateContent",
              denied ? "POLICY_DENIED" : i % 41 == 7 ? "VERTEX_THROTTLED" : "ok"));
    }
    List<Activity.Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(
          new Activity.Row(
              "publishers/google/models/gemini-2.5-" + (i % 2 == 0 ? "flash" : "pro"),
              "app:a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c" + (10 + i),
              i % 5 == 0 ? "POLICY_DENIED" : "ok",
              4000 - 97L * i));
    }
    return new Snapshot(
        NOW,
        app(),
        List.of(
            token("federated principal", true, 2900, 2300, 0, ""),
            token(SA, true, 2400, 1800, 0, "")),
        new Activity(NOW.minus(Duration.ofHours(30)), rows, calls, hops(true)),
        "3f2a9c1b7d10",
        Optional.of(new Snapshot.Audit(true, Optional.empty(), Optional.empty(), 3, 0, 128_731)),
        List.of(
            new Snapshot.Queue("vertex-requests", Optional.of(12)),
            new Snapshot.Queue("vertex-requests-poison", Optional.of(0))),
        Optional.of(List.of()),
        Optional.of(
            List.of(new Snapshot.Limit("support-app", "tokensPerMinute", 150_000, 200_000))),
        Optional.of(List.of(new Snapshot.Count("running", 4), new Snapshot.Count("done", 1_902))));
  }

  static Snapshot degraded() {
    return new Snapshot(
        NOW,
        app(),
        List.of(
            token(
                SA,
                false,
                -30,
                4,
                7,
                "Google STS answered 400 invalid_target: The target service indicated by the"
                    + " \"audience\" parameters is invalid.")),
        new Activity(
            NOW.minus(Duration.ofMinutes(5)),
            List.of(new Activity.Row("-", "-", "IDENTITY_REFUSED", 61)),
            List.of(
                call(
                    NOW.minusSeconds(3), 12, 0, "user:" + "1".repeat(36), "-", "IDENTITY_REFUSED")),
            hops(false)),
        "3f2a9c1b7d10",
        Optional.of(
            new Snapshot.Audit(
                true,
                Optional.of(NOW.minusSeconds(95)),
                Optional.of("403 AuthorizationFailure"),
                41,
                2,
                9)),
        List.of(new Snapshot.Queue("vertex-requests-poison", Optional.of(17))),
        Optional.of(
            List.of(
                new Snapshot.Cooling(
                    "europe-west4/publishers/google/models/gemini-2.5-flash",
                    Duration.ofSeconds(41),
                    "429, shared capacity"))),
        Optional.empty(),
        Optional.empty());
  }

  static Snapshot hostile() {
    return snapshot(
        List.of(token(EVIL, false, -1, 4, 2, EVIL)),
        new Activity(
            NOW,
            List.of(new Activity.Row(EVIL, EVIL, "ok", 1)),
            List.of(call(NOW, 5, 2, EVIL, EVIL + "x".repeat(400), "POLICY_DENIED")),
            List.of(
                new HopRecord(
                    Hop.STS,
                    NOW,
                    Duration.ofMillis(5),
                    false,
                    OptionalInt.of(400),
                    Map.of("subject", EVIL, "iss", "y".repeat(10_000)),
                    Optional.empty()))),
        Optional.of(new Snapshot.Audit(false, Optional.of(NOW), Optional.of(EVIL), 0, 0, 0)),
        List.of(new Snapshot.Queue(EVIL, Optional.empty())));
  }

  private static Snapshot snapshot(
      List<Snapshot.Token> tokens,
      Activity activity,
      Optional<Snapshot.Audit> audit,
      List<Snapshot.Queue> queues) {
    return new Snapshot(
        NOW,
        app(),
        tokens,
        activity,
        "3f2a9c1b7d10",
        audit,
        queues,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Snapshot.App app() {
    return new Snapshot.App("0.1.0", "my-vertex-project", "a1b2c3d4", "Production");
  }

  private static Snapshot.Token token(
      String as, boolean valid, long expires, long next, int failures, String problem) {
    return new Snapshot.Token(
        as,
        valid,
        Optional.of(NOW.plusSeconds(expires)),
        Optional.of(NOW.plusSeconds(next)),
        failures,
        Optional.of(problem).filter(p -> !p.isEmpty()),
        3,
        2);
  }

  private static Activity.Call call(
      Instant at, long ms, long vertex, String caller, String target, String outcome) {
    return new Activity.Call(
        at,
        Duration.ofMillis(ms),
        Duration.ofMillis(vertex),
        "0123456789abcdef0123456789abcdef",
        caller,
        target,
        outcome,
        outcome.equals("ok") ? 200 : 403,
        outcome.equals("POLICY_DENIED") ? "invoke-role" : "",
        outcome.equals("ok") ? "" : "No rule lets " + caller + " call it.");
  }

  private static List<HopRecord> hops(boolean ok) {
    return List.of(
        new HopRecord(
            Hop.MANAGED_IDENTITY,
            NOW.minusSeconds(700),
            Duration.ofMillis(12),
            true,
            OptionalInt.of(200),
            Map.of("iss", "https://sts.windows.net/7e000000-0000-4000-8000-000000000001/"),
            Optional.empty()),
        new HopRecord(
            Hop.STS,
            NOW.minusSeconds(699),
            Duration.ofMillis(140),
            ok,
            OptionalInt.of(ok ? 200 : 400),
            Map.of("subject", "0b1ec700-0000-4000-8000-00000000000a"),
            Optional.empty()));
  }
}
