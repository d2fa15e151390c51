package io.github.vertexbridge.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The side that callers come by: Easy Auth, and the platform's own administration. */
final class CallersCheck implements Check {
  private static final String AUTH = "WEBSITE_AUTH_ENABLED";

  @Override
  public Step step() {
    return Step.CALLERS;
  }

  @Override
  public Optional<String> missing(Evidence evidence) {
    return evidence.withoutSettings();
  }

  @Override
  public List<Finding> look(Evidence evidence, Findings findings) {
    AppSettings settings = evidence.settings().orElseThrow();
    List<Finding> found = new ArrayList<>();
    boolean trusting = settings.get("BRIDGE_EASY_AUTH").filter("required"::equals).isPresent();
    // An exported list does not tell: only the running app sees the platform's word.
    boolean known = settings.running() || settings.has(AUTH);
    if (trusting && known && !settings.isTrue(AUTH)) {
      found.add(
          findings
              .of("A01")
              .compared(
                  new Compared(
                      AUTH,
                      settings.get(AUTH).orElse("nothing"),
                      "True",
                      "BRIDGE_EASY_AUTH=required"))
              .seen("Principal headers are trusted, and nothing stands in front that makes them."));
    }
    Map<String, String> platform = evidence.observed().map(Observed::platform).orElse(Map.of());
    Optional.ofNullable(platform.get("admin.status"))
        .filter(status -> status.matches("[123]..") || status.startsWith("5"))
        .ifPresent(
            status ->
                found.add(
                    findings
                        .of("B16")
                        .compared(
                            new Compared(
                                "GET /admin/host/status without a token",
                                status,
                                "401, 403 or 404",
                                "the platform's hardening"))
                        .seen("/admin/host/status answered " + status + " to a stranger.")));
    return found;
  }
}
