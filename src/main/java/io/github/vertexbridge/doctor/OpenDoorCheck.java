package io.github.vertexbridge.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A provider that accepts everybody: calls work, for strangers too. */
final class OpenDoorCheck implements Check {

  @Override
  public Step step() {
    return Step.STS;
  }

  @Override
  public Optional<String> missing(Evidence evidence) {
    return evidence.withoutDeployment();
  }

  @Override
  public List<Finding> look(Evidence evidence, Findings findings) {
    Deployment.Google google = evidence.deployment().orElseThrow().google();
    if (google.provider().filter(p -> p.attributeCondition().isBlank()).isEmpty()) {
      return List.of();
    }
    Optional<Map.Entry<String, String>> wide = wholePool(google);
    return List.of(
        findings
            .of(wide.isPresent() ? "S18" : "B04")
            .withAll(
                wide.map(w -> Map.of("account", w.getKey(), "member", w.getValue()))
                    .orElse(Map.of()))
            .detail("member", wide.map(Map.Entry::getValue).orElse(""))
            .compared(
                new Compared(
                    "condition",
                    "none",
                    "one that pins tenant and identities",
                    "the deployment's export: google.provider.attributeCondition"))
            .seen(
                wide.isPresent()
                    ? "The provider has no condition, and a binding lets its whole pool in."
                    : "The provider has no condition."));
  }

  /** A service account and the member by which a whole pool may act as it. */
  private static Optional<Map.Entry<String, String>> wholePool(Deployment.Google google) {
    for (Map.Entry<String, Deployment.Account> account : google.serviceAccounts().entrySet()) {
      Optional<String> member =
          account.getValue().bindings().stream()
              .flatMap(binding -> binding.members().stream())
              .filter(Members::isWholePool)
              .findFirst();
      if (member.isPresent()) {
        return Optional.of(Map.entry(account.getKey(), member.get()));
      }
    }
    return Optional.empty();
  }
}
