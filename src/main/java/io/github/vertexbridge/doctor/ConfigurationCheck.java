package io.github.vertexbridge.doctor;

import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.policy.PolicyProblem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be read off the files alone: policy, endpoint overrides, the export's own form. */
final class ConfigurationCheck implements Check {
  private static final List<String> ENDPOINTS =
      List.of(
          "BRIDGE_STS_ENDPOINT",
          "BRIDGE_IAM_ENDPOINT",
          "BRIDGE_ENTRA_ENDPOINT",
          "BRIDGE_VERTEX_ENDPOINT",
          "BRIDGE_VERTEX_GRPC_ENDPOINT");
  private static final Pattern REGIONAL =
      Pattern.compile("([a-z0-9-]+)-aiplatform\\.googleapis\\.com");

  @Override
  public Step step() {
    return Step.CONFIGURATION;
  }

  @Override
  public Optional<String> missing(Evidence evidence) {
    return evidence.settings().isPresent() || evidence.policy().isPresent()
        ? Optional.empty()
        : Optional.of("the app's settings or the policy file");
  }

  @Override
  public List<Finding> look(Evidence evidence, Findings findings) {
    List<Finding> found = new ArrayList<>();
    evidence.policy().ifPresent(policy -> policy(policy, findings, found));
    for (String name : ENDPOINTS) {
      evidence.setting(name).ifPresent(value -> endpoint(name, value, findings, found));
    }
    return found;
  }

  private static void policy(PolicyFile policy, Findings findings, List<Finding> found) {
    if (policy.problems().isEmpty()) {
      return;
    }
    Optional<PolicyProblem> labels =
        policy.problems().stream().filter(p -> p.path().contains("labels")).findFirst();
    PolicyProblem first = labels.orElse(policy.problems().get(0));
    found.add(
        findings
            .of(labels.isPresent() ? "V17" : "B20")
            .with("what", first.toString())
            .detail("problems", String.valueOf(policy.problems().size()))
            .seen(policy.name() + ": " + first + "."));
  }

  private static void endpoint(String name, String value, Findings findings, List<Finding> found) {
    Optional<Map.Entry<Location, URI>> wrong =
        name.contains("VERTEX")
            ? EndpointOverride.parse(value).stream()
                .flatMap(override -> override.list().entrySet().stream())
                .filter(e -> isElsewhere(e.getKey(), e.getValue()))
                .findFirst()
            : Optional.empty();
    if (wrong.isPresent()) {
      found.add(
          findings
              .of("V11")
              .with("setting", name)
              .compared(
                  new Compared(
                      "host for " + wrong.get().getKey(),
                      String.valueOf(wrong.get().getValue().getHost()),
                      wrong.get().getKey() + "-aiplatform.googleapis.com",
                      "the location in the path"))
              .seen("Calls for " + wrong.get().getKey() + " go to another location's host."));
      return;
    }
    found.add(
        findings
            .of("B03")
            .with("setting", name)
            .detail(name, value)
            .seen(name + " is " + value + "."));
  }

  private static boolean isElsewhere(Location location, URI origin) {
    Matcher host = REGIONAL.matcher(String.valueOf(origin.getHost()));
    return (host.matches() && !host.group(1).equals(location.value()))
        || ("aiplatform.googleapis.com".equals(origin.getHost())
            && !location.value().equals("global"));
  }
}
