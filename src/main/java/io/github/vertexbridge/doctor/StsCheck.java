package io.github.vertexbridge.doctor;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What STS said, once no comparison explains it. */
final class StsCheck implements Check {
  /** Refusals that the comparison with the provider would have foretold. */
  private static final Set<String> FORETOLD = Set.of("S03", "S05", "S06", "S09", "S10", "S11");

  @Override
  public Step step() {
    return Step.STS;
  }

  @Override
  public Optional<String> missing(Evidence evidence) {
    return evidence.look(Step.STS).isPresent()
        ? Optional.empty()
        : Optional.of("a running app (--url), to ask STS");
  }

  @Override
  public List<Finding> look(Evidence evidence, Findings findings) {
    return evidence.look(Step.STS).flatMap(Look::trouble).stream()
        .map(trouble -> refused(evidence, findings, trouble))
        .toList();
  }

  private static Finding refused(Evidence evidence, Findings findings, Look.Trouble trouble) {
    String id = Troubles.row(findings.catalogue(), Step.STS, trouble);
    boolean compared = evidence.deployment().isPresent();
    if (Troubles.isUnknown(id)
        && compared
        && "invalid_grant".equals(trouble.facts().get("error"))) {
      id = "S15";
    }
    if (compared && FORETOLD.contains(id)) {
      id = "S20";
    }
    return Network.told(findings.of(id), evidence, "BRIDGE_STS_ENDPOINT", "sts.googleapis.com")
        .at(Step.STS)
        .with("ahead", trouble.facts().getOrDefault("clockAheadSeconds", "0"))
        .with("issuer", issuer(evidence))
        .details(trouble.facts())
        .seen(trouble.seen());
  }

  /** The issuer that this tenant's tokens of this version must have. */
  private static String issuer(Evidence evidence) {
    String tenant = Claims.text(evidence.claims(), "tid");
    int version = Claims.text(evidence.claims(), "ver").startsWith("2") ? 2 : 1;
    return Claims.issuer(
        tenant.isEmpty() ? evidence.setting("BRIDGE_TENANT_ID").orElse("TENANT") : tenant, version);
  }
}
