package io.github.vertexbridge.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether both clouds write down who called. */
final class AuditCheck implements Check {
  /** Log types without which Google's side of a call cannot be found. */
  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          "aiplatform.googleapis.com", Set.of("DATA_READ"),
          "iam.googleapis.com", Set.of("ADMIN_READ"),
          "sts.googleapis.com", Set.of("ADMIN_READ"));

  @Override
  public Step step() {
    return Step.AUDIT;
  }

  @Override
  public Optional<String> missing(Evidence evidence) {
    return evidence.deployment().isPresent() || evidence.look(Step.AUDIT).isPresent()
        ? Optional.empty()
        : Optional.of("what was deployed (--infra)");
  }

  @Override
  public List<Finding> look(Evidence evidence, Findings findings) {
    List<Finding> found = new ArrayList<>();
    evidence
        .look(Step.AUDIT)
        .flatMap(Look::trouble)
        .ifPresent(
            trouble ->
                found.add(
                    findings
                        .of("B12")
                        .with("what", trouble.seen())
                        .details(trouble.facts())
                        .seen(trouble.seen())));
    evidence
        .deployment()
        .flatMap(d -> d.google().auditConfigs())
        .flatMap(configs -> google(configs, findings))
        .ifPresent(found::add);
    return found;
  }

  private static Optional<Finding> google(Map<String, Set<String>> configs, Findings findings) {
    Set<String> lacking = new TreeSet<>();
    NEEDED.forEach(
        (service, types) ->
            types.stream()
                .filter(type -> !configs.getOrDefault(service, Set.of()).contains(type))
                .forEach(type -> lacking.add(service + " " + type)));
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            findings
                .of("A03")
                .compared(
                    new Compared(
                        "audit configurations",
                        "not " + String.join(", ", lacking),
                        "ADMIN_READ for iam and sts, DATA_READ for aiplatform",
                        "the deployment's export: google.auditConfigs"))
                .seen("Google does not log " + String.join(", ", lacking) + "."));
  }
}
