package io.github.vertexbridge.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The platform around the app. Readings that it knows: {@code jvm.arguments}, {@code agent}, {@code
 * google-auth}, {@code gson.version}, {@code gson.source}, {@code worker.version}, {@code
 * http.request}, {@code admin.status}.
 */
final class PlatformCheck implements Check {
  private static final String C1_ONLY = "-XX:TieredStopAtLevel=1";

  /** Name, value, why. */
  private record Wanted(String name, String value, String why) {}

  private static final List<Wanted> WANTED =
      List.of(
          new Wanted("FUNCTIONS_WORKER_RUNTIME", "java", "the app is a Java app"),
          new Wanted(
              "APPLICATIONINSIGHTS_ENABLE_AGENT", "true", "without the agent telemetry is empty"),
          new Wanted(
              "JAVA_OPTS", "-XX:TieredStopAtLevel=4", "the worker's own flag leaves C1 only"),
          new Wanted(
              "AzureWebJobsDisableHomepage",
              "true",
              "the empty path would show a page of the host"),
          new Wanted(
              "FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING", "true", "queue listeners stop first then"),
          new Wanted(
              "WEBSITE_SWAP_WARMUP_PING_PATH",
              "/bridge/health/ready",
              "a swap waits for a valid token then"));

  @Override
  public Step step() {
    return Step.PLATFORM;
  }

  /** A local run has no platform around it. */
  @Override
  public Optional<String> missing(Evidence evidence) {
    boolean azure =
        evidence
            .settings()
            .map(settings -> !settings.running() || settings.has("WEBSITE_SITE_NAME"))
            .orElse(false);
    return azure || evidence.observed().isPresent()
        ? Optional.empty()
        : Optional.of("the app's settings (--settings or --url)");
  }

  @Override
  public List<Finding> look(Evidence evidence, Findings findings) {
    List<Finding> found = new ArrayList<>();
    Map<String, String> platform = evidence.observed().map(Observed::platform).orElse(Map.of());
    library(platform, findings).ifPresent(found::add);
    boolean azure =
        evidence
            .settings()
            .map(settings -> !settings.running() || settings.has("WEBSITE_SITE_NAME"))
            .orElse(false);
    if (!azure) {
      return found;
    }
    if ("false".equals(platform.get("agent"))) {
      found.add(findings.of("B13").seen("The JVM runs without the Application Insights agent."));
    }
    Optional<String> arguments = Optional.ofNullable(platform.get("jvm.arguments"));
    if (arguments.filter(PlatformCheck::firstCompilerOnly).isPresent()) {
      found.add(
          findings
              .of("B15")
              .compared(
                  new Compared(
                      "JVM arguments",
                      arguments.get(),
                      "-XX:TieredStopAtLevel=4 last",
                      "JAVA_OPTS"))
              .seen("The JVM's last word on its compilers is " + C1_ONLY + "."));
    }
    AppSettings settings = evidence.settings().orElseThrow();
    for (Wanted wanted : WANTED) {
      if (settings.get(wanted.name()).filter(v -> v.contains(wanted.value())).isEmpty()) {
        found.add(
            findings
                .of("B14")
                .with("setting", wanted.name())
                .with("value", wanted.value())
                .with("why", wanted.why())
                .with("pair", wanted.name() + "=" + wanted.value())
                .compared(
                    new Compared(
                        wanted.name(),
                        settings.get(wanted.name()).orElse("nothing"),
                        wanted.value(),
                        "the settings that a deployment carries"))
                .seen(
                    wanted.name() + " is " + settings.get(wanted.name()).orElse("not set") + "."));
      }
    }
    return found;
  }

  /** A later flag wins. */
  private static boolean firstCompilerOnly(String arguments) {
    int last = arguments.lastIndexOf("-XX:TieredStopAtLevel=");
    return last >= 0 && arguments.startsWith(C1_ONLY, last);
  }

  private static Optional<Finding> library(Map<String, String> platform, Findings findings) {
    String version = platform.getOrDefault("google-auth", "");
    String[] parts = version.split("[.]");
    boolean old =
        parts.length >= 2
            && parts[0].equals("1")
            && parts[1].matches("[0-9]{1,4}")
            && Integer.parseInt(parts[1]) < 57;
    return old
        ? Optional.of(
            findings
                .of("S13")
                .compared(new Compared("google-auth", version, "1.57.0 or newer", "the build"))
                .seen("The app runs with google-auth " + version + "."))
        : Optional.empty();
  }
}
