package io.github.vertexbridge.bench;

import io.github.vertexbridge.dev.Azurite;
import io.github.vertexbridge.dev.EmptyStorage;
import io.github.vertexbridge.dev.NodeTools;
import io.github.vertexbridge.dev.Project;
import io.github.vertexbridge.localhost.LibraryLogs;
import io.github.vertexbridge.localhost.LocalHostProcess;
import io.github.vertexbridge.sandbox.CallerTokenRequest;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What {@code BRIDGE_AUDIT=required} costs against {@code best-effort}: two hosts beside the same
 * sandbox and storage, in turns.
 */
public final class AuditCost {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("bench.seconds", 4));
  private static final List<Integer> CALLERS = List.of(1, 16);
  private static final String PATH =
      "/v1/projects/vertex-sandbox/locations/europe-west4/publishers/google/models/gemini-2.5-flash:generateContent";
  private static final String BODY =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hello\"}]}]}";

  private AuditCost() {}

  /** Prints a table; needs Node.js for the storage emulator. */
  public static void main(String[] args) throws Exception {
    LibraryLogs.quiet();
    Project project = Project.here();
    NodeTools node =
        NodeTools.find(System.getenv(), project.node())
            .orElseThrow(() -> new IOException(NodeTools.MISSING));
    Path packages = node.packages(step -> {});
    Path exit = project.node().resolve("exit-with-parent.cjs");
    try (Sandbox sandbox = Sandbox.start(project.sandbox(), World.standard());
        Azurite storage =
            new Azurite(
                node.node(),
                packages,
                exit,
                sandbox.issueServerCertificate("azurite"),
                line -> {})) {
      Map<String, String> settings = new LinkedHashMap<>(sandbox.appSettings());
      settings.putAll(storage.settings());
      EmptyStorage.create(settings, sandbox.caPem());
      try (LocalHostProcess required = host(project, sandbox, settings, "required");
          LocalHostProcess other = host(project, sandbox, settings, "best-effort")) {
        String token = sandbox.callerToken(CallerTokenRequest.withRoles("Bridge.Invoke"));
        compare(load(required, token), load(other, token));
      }
    }
  }

  private static LocalHostProcess host(
      Project project, Sandbox sandbox, Map<String, String> settings, String audit)
      throws IOException, InterruptedException {
    Map<String, String> own = new LinkedHashMap<>(settings);
    own.put("BRIDGE_AUDIT", audit);
    own.put("BRIDGE_LOG_LEVEL", "WARN");
    return new LocalHostProcess(
        new LocalHostProcess.Options(
            project.stagedApp(),
            project.workerParent(),
            "2.9.0",
            0,
            false,
            own,
            List.of(
                "-Djavax.net.ssl.trustStore=" + sandbox.trustStore().toAbsolutePath(),
                "-Djavax.net.ssl.trustStorePassword=" + sandbox.trustStorePassword()),
            project.sandbox()),
        line -> {});
  }

  private static Load load(LocalHostProcess host, String token) {
    return new Load(URI.create(host.uri() + PATH), token, BODY);
  }

  private static void compare(Load required, Load other) throws Exception {
    System.out.printf(
        "%d rounds of %d s each, in turns; medians, and of the ratios their range%n",
        ROUNDS, ROUND.toSeconds());
    System.out.printf(
        "%8s %-12s %9s %9s %9s %12s%n",
        "callers", "audit", "p50 ms", "p95 ms", "p99 ms", "calls/s");
    for (int callers : CALLERS) {
      List<Load.Round> with = new ArrayList<>();
      List<Load.Round> without = new ArrayList<>();
      warm(required, callers);
      warm(other, callers);
      for (int round = 0; round < ROUNDS; round++) {
        boolean first = round % 2 == 0;
        if (first) {
          with.add(required.run(callers, ROUND));
        }
        without.add(other.run(callers, ROUND));
        if (!first) {
          with.add(required.run(callers, ROUND));
        }
      }
      row(callers, "required", with);
      row(callers, "best-effort", without);
      ratio(callers, "p50", with, without, one -> one.millis(0.5));
      ratio(callers, "calls/s", with, without, Load.Round::callsPerSecond);
    }
  }

  private static void warm(Load load, int callers) throws Exception {
    for (int i = 0; i < 2; i++) {
      load.run(callers, ROUND);
    }
  }

  private static void row(int callers, String name, List<Load.Round> rounds) {
    System.out.printf(
        Locale.ROOT,
        "%8d %-12s %9.2f %9.2f %9.2f %12.0f%n",
        callers,
        name,
        median(rounds.stream().map(round -> round.millis(0.5)).toList()),
        median(rounds.stream().map(round -> round.millis(0.95)).toList()),
        median(rounds.stream().map(round -> round.millis(0.99)).toList()),
        median(rounds.stream().map(Load.Round::callsPerSecond).toList()));
  }

  private static void ratio(
      int callers,
      String what,
      List<Load.Round> with,
      List<Load.Round> without,
      ToDoubleFunction<Load.Round> figure) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < with.size(); i++) {
      ratios.add(figure.applyAsDouble(with.get(i)) / figure.applyAsDouble(without.get(i)));
    }
    List<Double> sorted = ratios.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%8d %s: required / best-effort %.2f (%.2f to %.2f)%n",
        callers,
        what,
        median(ratios),
        sorted.get(0),
        sorted.get(sorted.size() - 1));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
