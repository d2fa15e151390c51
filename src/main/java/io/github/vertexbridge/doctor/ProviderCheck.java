package io.github.vertexbridge.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token's claims against the provider that was deployed, in the order in which STS looks:
 * provider, issuer, audience, mapping, size, condition.
 */
final class ProviderCheck implements Check {
  private static final String FROM = "the deployment's export: google.provider.";
  private static final int LONGEST_SUBJECT = 127;
  private static final Pattern CLAIM = Pattern.compile("assertion\\.(\\w+)");

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
    Deployment deployment = evidence.deployment().orElseThrow();
    return name(evidence, deployment, findings)
        .or(() -> state(deployment, findings))
        .or(() -> keys(deployment, findings))
        .or(() -> claims(evidence, deployment, findings))
        .map(finding -> taken(evidence) ? outdated(finding, findings) : finding)
        .stream()
        .toList();
  }

  private static boolean taken(Evidence evidence) {
    return evidence.look(Step.STS).map(Look::isOk).orElse(false);
  }

  /** Google took the token: then the export is not what Google has. */
  private static Finding outdated(Finding finding, Findings findings) {
    return findings
        .of("B17")
        .compared(finding.compared().toArray(Compared[]::new))
        .detail("would be", finding.id())
        .seen("STS takes the token, though by the export it should not: " + finding.seen());
  }

  private static Optional<Finding> name(
      Evidence evidence, Deployment deployment, Findings findings) {
    Optional<String> setting = evidence.setting("BRIDGE_WIF_PROVIDER");
    if (setting.filter(s -> !s.equals(deployment.audience())).isPresent()) {
      return Optional.of(
          findings
              .of("S03")
              .variant("setting")
              .compared(
                  new Compared(
                      "BRIDGE_WIF_PROVIDER",
                      setting.get(),
                      deployment.audience(),
                      "the deployment's export: audience"))
              .seen("The app asks for another provider than was deployed."));
    }
    return deployment.google().provider().isPresent()
        ? Optional.empty()
        : Optional.of(findings.of("S03").seen("The pool has no such provider."));
  }

  private static Optional<Finding> state(Deployment deployment, Findings findings) {
    Deployment.Pool pool = deployment.google().pool();
    Deployment.Provider provider = deployment.google().provider().orElseThrow();
    String variant =
        pool.deleted()
            ? "pool-deleted"
            : pool.disabled()
                ? "pool-disabled"
                : provider.deleted()
                    ? "provider-deleted"
                    : provider.disabled() ? "provider-disabled" : "";
    return variant.isEmpty()
        ? Optional.empty()
        : Optional.of(
            findings
                .of("S04")
                .variant(variant)
                .seen("By the export the " + variant.replace("-", " is ") + "."));
  }

  private static Optional<Finding> keys(Deployment deployment, Findings findings) {
    Deployment.Provider provider = deployment.google().provider().orElseThrow();
    Optional<String> bad =
        provider.attributeMapping().keySet().stream().filter(key -> !Trust.isKey(key)).findFirst();
    if (bad.isPresent()) {
      return Optional.of(
          findings
              .of("C03")
              .compared(
                  new Compared(
                      "key of the mapping",
                      bad.get(),
                      "google.subject, google.groups or attribute.NAME",
                      "the provider's form"))
              .seen("The mapping has the key " + bad.get() + "."));
    }
    return provider.jwksJson().contains("\"x5")
        ? Optional.of(findings.of("C02").seen("The provider's uploaded keys hold x5c or x5t."))
        : Optional.empty();
  }

  private static Optional<Finding> claims(
      Evidence evidence, Deployment deployment, Findings findings) {
    Map<String, Object> claims = evidence.claims();
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    Deployment.Provider provider = deployment.google().provider().orElseThrow();
    return issuer(evidence, provider, claims, findings)
        .or(() -> audience(evidence, provider, claims, findings))
        .or(() -> attributes(evidence, deployment, provider, claims, findings));
  }

  private static Optional<Finding> issuer(
      Evidence evidence,
      Deployment.Provider provider,
      Map<String, Object> claims,
      Findings findings) {
    String issuer = Claims.text(claims, "iss");
    if (issuer.equals(provider.issuerUri())) {
      return Optional.empty();
    }
    return Optional.of(
        findings
            .of("S05")
            .variant(isAllowed(provider, claims) ? "default" : "with-audience")
            .with("issuer", issuer)
            .with("audiences", audiences(provider, claims))
            .detail("ver", Claims.text(claims, "ver"))
            .detail("tid", Claims.text(claims, "tid"))
            .detail("claims", whose(evidence))
            .compared(new Compared("iss", issuer, provider.issuerUri(), FROM + "oidc.issuerUri"))
            .seen("The token's issuer is not the provider's."));
  }

  private static Optional<Finding> audience(
      Evidence evidence,
      Deployment.Provider provider,
      Map<String, Object> claims,
      Findings findings) {
    if (isAllowed(provider, claims)) {
      return Optional.empty();
    }
    return Optional.of(
        findings
            .of("S06")
            .with("audiences", audiences(provider, claims))
            .detail("ver", Claims.text(claims, "ver"))
            .detail("claims", whose(evidence))
            .compared(
                new Compared(
                    "aud",
                    Claims.text(claims, "aud"),
                    provider.allowedAudiences().isEmpty()
                        ? "//iam.googleapis.com/" + provider.name()
                        : String.join(", ", provider.allowedAudiences()),
                    FROM + "oidc.allowedAudiences"))
            .seen("The token's audience is not among those that the provider allows."));
  }

  private static boolean isAllowed(Deployment.Provider provider, Map<String, Object> claims) {
    return Claims.audiences(claims).stream().anyMatch(provider.allowedAudiences()::contains);
  }

  private static String audiences(Deployment.Provider provider, Map<String, Object> claims) {
    Set<String> all = new LinkedHashSet<>(provider.allowedAudiences());
    all.addAll(Claims.audiences(claims));
    return String.join(",", all);
  }

  private static Optional<Finding> attributes(
      Evidence evidence,
      Deployment deployment,
      Deployment.Provider provider,
      Map<String, Object> claims,
      Findings findings) {
    Attributes attributes = new Attributes(claims);
    Attributes.Mapped mapped;
    try {
      mapped = attributes.map(provider.attributeMapping());
    } catch (Attributes.NoValue e) {
      return Optional.of(
          findings
              .of("S11")
              .with("mapping", Trust.mapping(provider, claims))
              .detail("claims", whose(evidence) + ": " + String.join(", ", claims.keySet()))
              .compared(
                  new Compared(
                      e.target(),
                      String.valueOf(e.getMessage()),
                      "a value from "
                          + provider.attributeMapping().getOrDefault(e.target(), "a mapping"),
                      FROM + "attributeMapping"))
              .seen("The mapping has no value for " + e.target() + "."));
    }
    int bytes = mapped.subject().getBytes(UTF_8).length;
    if (bytes > LONGEST_SUBJECT) {
      return Optional.of(
          findings
              .of("S10")
              .with("mapping", Trust.mapping(provider, claims))
              .compared(
                  new Compared(
                      "google.subject",
                      bytes + " bytes: " + mapped.subject(),
                      "at most " + LONGEST_SUBJECT + " bytes",
                      "Google's limit"))
              .seen("The mapped subject has " + bytes + " bytes."));
    }
    Attributes.Verdict verdict = attributes.accepts(provider.attributeCondition(), mapped);
    return verdict.accepted()
        ? Optional.empty()
        : Optional.of(rejected(evidence, deployment, provider, claims, verdict, findings));
  }

  private static Finding rejected(
      Evidence evidence,
      Deployment deployment,
      Deployment.Provider provider,
      Map<String, Object> claims,
      Attributes.Verdict verdict,
      Findings findings) {
    String tenant = Claims.text(claims, "tid");
    Findings.Draft draft =
        findings
            .of("S09")
            .with(
                "condition",
                Trust.condition(
                    provider.attributeCondition(),
                    tenant.isEmpty() ? deployment.tenantId() : tenant,
                    Claims.text(claims, "sub")))
            .detail("claims", whose(evidence))
            .detail("condition", provider.attributeCondition())
            .detail("operand", verdict.operand() + " -> " + verdict.result());
    Matcher claim = CLAIM.matcher(verdict.operand());
    while (claim.find()) {
      draft.detail(claim.group(1), Claims.text(claims, claim.group(1)));
    }
    return draft
        .compared(
            new Compared(
                verdict.operand(),
                verdict.result(),
                "true",
                FROM + "attributeCondition, evaluated here"))
        .seen("The provider's condition rejects the token's claims.");
  }

  private static String whose(Evidence evidence) {
    return evidence.hasToken() ? "of the app's token" : "as they should be by the export";
  }
}
