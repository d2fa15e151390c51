package io.github.vertexbridge.doctor;

import io.github.vertexbridge.config.SettingProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Settings by their own form, and against what was deployed. */
final class SettingsCheck implements Check {
  private static final String DISABLED = "WEBSITE_DISABLE_MSI";
  private static final Set<String> IDENTITY = Set.of("IDENTITY_ENDPOINT", "IDENTITY_HEADER");

  @Override
  public Step step() {
    return Step.SETTINGS;
  }

  @Override
  public Optional<String> missing(Evidence evidence) {
    return evidence.withoutSettings();
  }

  @Override
  public List<Finding> look(Evidence evidence, Findings findings) {
    AppSettings settings = evidence.settings().orElseThrow();
    List<Finding> found = new ArrayList<>();
    boolean identity = false;
    for (SettingProblem problem : settings.problems()) {
      if (IDENTITY.contains(problem.name())) {
        if (!identity) {
          found.add(noIdentity(settings, problem, findings));
        }
        identity = true;
      } else if (!problem.name().equals("WEBSITE_AUTH_ENABLED")) { // the callers' check has it
        found.add(wrong(problem, evidence, findings));
      }
    }
    if (!identity && disabled(settings)) {
      found.add(
          findings.of("M09").variant("setting").seen(DISABLED + " is set in the app's settings."));
    }
    if (found.isEmpty()) {
      differs(evidence, findings, "BRIDGE_TENANT_ID", d -> Set.of(d.tenantId()), found);
      differs(
          evidence,
          findings,
          "BRIDGE_API_AUDIENCE",
          d -> Set.of(d.entra().apiResource(), d.entra().apiClientId()),
          found);
    }
    return found;
  }

  private static boolean disabled(AppSettings settings) {
    return settings.get(DISABLED).filter(v -> !v.equals("0") && !v.equals("false")).isPresent();
  }

  private static Finding noIdentity(
      AppSettings settings, SettingProblem problem, Findings findings) {
    return disabled(settings)
        ? findings
            .of("M09")
            .variant("setting")
            .seen(problem.name() + " is not there, and " + DISABLED + " is set.")
        : findings.of("M01").seen(problem.name() + " is not there.");
  }

  private static Finding wrong(SettingProblem problem, Evidence evidence, Findings findings) {
    String id =
        switch (problem.name()) {
          case "AZURE_CLIENT_ID" -> "M03";
          case "BRIDGE_FEDERATION_RESOURCE" -> "M04";
          case "BRIDGE_WIF_PROVIDER" ->
              problem.found().matches(".*/projects/[^/]*[^0-9/].*") ? "S02" : "S01";
          default -> "B01";
        };
    String value = deployed(evidence).getOrDefault(problem.name(), problem.example());
    return findings
        .of(id)
        .variant("setting")
        .with("setting", problem.name())
        .with("pair", problem.name() + "=" + value)
        .compared(
            new Compared(problem.name(), problem.found(), problem.expected(), "the settings' form"))
        .seen(problem.name() + " is " + problem.found() + ".");
  }

  /** What settings should be, as far as the deployment says. */
  private static Map<String, String> deployed(Evidence evidence) {
    Map<String, String> values = new TreeMap<>();
    evidence
        .deployment()
        .ifPresent(
            d -> {
              values.put("BRIDGE_TENANT_ID", d.tenantId());
              values.put("BRIDGE_API_AUDIENCE", d.entra().apiResource());
              values.put("BRIDGE_GOOGLE_PROJECT", d.google().projectId());
              values.put("BRIDGE_DEFAULT_SERVICE_ACCOUNT", d.google().defaultServiceAccount());
            });
    values.values().removeIf(String::isEmpty);
    return values;
  }

  private static void differs(
      Evidence evidence,
      Findings findings,
      String name,
      Function<Deployment, Set<String>> wanted,
      List<Finding> found) {
    Optional<String> value = evidence.setting(name);
    String expected = deployed(evidence).getOrDefault(name, "");
    if (value.isEmpty()
        || expected.isEmpty()
        || evidence.deployment().map(wanted).orElse(Set.of()).contains(value.get())) {
      return;
    }
    found.add(
        findings
            .of("B02")
            .with("setting", name)
            .with("pair", name + "=" + expected)
            .compared(new Compared(name, value.get(), expected, "the deployment's export"))
            .seen(name + " is not what was deployed."));
  }
}
