package io.github.vertexbridge.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether the platform gave a token, and whether it is the one that was meant. */
final class ManagedIdentityCheck implements Check {
  private static final String SHARED_AUDIENCE = "fb60f99c-7a34-4190-8149-302f77469936";
  private static final String SHARED_URI = "api://AzureADTokenExchange";
  private static final Duration OLD = Duration.ofHours(23);

  @Override
  public Step step() {
    return Step.MANAGED_IDENTITY;
  }

  @Override
  public Optional<String> missing(Evidence evidence) {
    return evidence.look(Step.MANAGED_IDENTITY).isPresent() || evidence.deployment().isPresent()
        ? Optional.empty()
        : Optional.of("a running app (--url) or what was deployed (--infra)");
  }

  @Override
  public List<Finding> look(Evidence evidence, Findings findings) {
    Optional<Look.Trouble> trouble = evidence.look(Step.MANAGED_IDENTITY).flatMap(Look::trouble);
    if (trouble.isPresent()) {
      return List.of(refused(evidence, findings, trouble.get()));
    }
    List<Finding> found = new ArrayList<>();
    otherIdentity(evidence, findings).ifPresent(found::add);
    Map<String, Object> claims = evidence.claims();
    if (evidence.hasToken()) {
      person(claims, findings).ifPresent(found::add);
      old(evidence, claims, findings).ifPresent(found::add);
    }
    otherResource(evidence, claims, findings).ifPresent(found::add);
    cached(evidence, claims, findings).ifPresent(found::add);
    shared(evidence, claims, findings).ifPresent(found::add);
    systemAssigned(evidence, claims, findings).ifPresent(found::add);
    return found;
  }

  private static Finding refused(Evidence evidence, Findings findings, Look.Trouble trouble) {
    String id = Troubles.row(findings.catalogue(), Step.MANAGED_IDENTITY, trouble);
    String variant = "default";
    if (id.equals("M02") && differs(evidence)) {
      id = "M13";
    }
    if (id.equals("M04")
        && evidence.deployment().isPresent()
        && !ours(evidence.deployment().get(), resource(evidence))) {
      variant = "setting";
    }
    if (id.equals("M09") && evidence.setting("WEBSITE_DISABLE_MSI").isPresent()) {
      variant = "setting";
    }
    return findings
        .of(id)
        .at(Step.MANAGED_IDENTITY)
        .variant(variant)
        .details(trouble.facts())
        .detail("client", evidence.setting("AZURE_CLIENT_ID").orElse(""))
        .detail("resource", resource(evidence))
        .seen(trouble.seen());
  }

  private static String resource(Evidence evidence) {
    return evidence.setting("BRIDGE_FEDERATION_RESOURCE").orElse("");
  }

  private static boolean ours(Deployment deployment, String resource) {
    Deployment.Entra entra = deployment.entra();
    return List.of(entra.federationResource(), entra.federationClientId()).contains(resource);
  }

  /** Whether the setting names another identity than was deployed. */
  private static boolean differs(Evidence evidence) {
    Optional<String> deployed = evidence.deployment().map(d -> d.identity().clientId());
    return evidence
        .setting("AZURE_CLIENT_ID")
        .map(id -> deployed.filter(d -> !d.isEmpty() && !d.equalsIgnoreCase(id)).isPresent())
        .orElse(false);
  }

  private static Optional<Finding> otherIdentity(Evidence evidence, Findings findings) {
    if (!differs(evidence)) {
      return Optional.empty();
    }
    boolean slot =
        evidence
            .setting("WEBSITE_SLOT_NAME")
            .filter(s -> !s.equalsIgnoreCase("production"))
            .isPresent();
    Deployment.Identity deployed = evidence.deployment().orElseThrow().identity();
    Findings.Draft draft = findings.of(slot ? "M12" : "M13");
    if (evidence.hasToken()) {
      draft.details(Map.of("oid", Claims.text(evidence.claims(), "oid")));
    }
    return Optional.of(
        draft
            .compared(
                new Compared(
                    "AZURE_CLIENT_ID",
                    evidence.setting("AZURE_CLIENT_ID").orElse(""),
                    deployed.clientId(),
                    "the deployment's export: identity.client_id"))
            .seen("The app uses another managed identity than was deployed."));
  }

  private static Optional<Finding> person(Map<String, Object> claims, Findings findings) {
    String type = Claims.text(claims, "idtyp");
    boolean person = claims.containsKey("upn") || (!type.isEmpty() && !type.equals("app"));
    return person
        ? Optional.of(
            findings
                .of("M11")
                .detail("idtyp", type)
                .detail("oid", Claims.text(claims, "oid"))
                .seen("The token is a user's: it has upn, or its idtyp is not app."))
        : Optional.empty();
  }

  private static Optional<Finding> old(
      Evidence evidence, Map<String, Object> claims, Findings findings) {
    Optional<Instant> issued = Claims.time(claims, "iat");
    Optional<Instant> expiry = Claims.time(claims, "exp");
    Instant now = evidence.now();
    boolean expired = expiry.map(e -> !now.isBefore(e)).orElse(false);
    Duration age = issued.map(i -> Duration.between(i, now)).orElse(Duration.ZERO);
    boolean stale = age.compareTo(Claims.LONGEST_AGE) > 0;
    if (!expired && age.compareTo(OLD) < 0) {
      return Optional.empty();
    }
    String id = expired ? "S07" : stale ? "S16" : "B10";
    return Optional.of(
        findings
            .of(id)
            .detail("iat", issued.map(Instant::toString).orElse("none"))
            .detail("exp", expiry.map(Instant::toString).orElse("none"))
            .seen(
                "The subject token was issued %d min ago%s."
                    .formatted(age.toMinutes(), expired ? " and has expired" : "")));
  }

  private static Optional<Finding> otherResource(
      Evidence evidence, Map<String, Object> claims, Findings findings) {
    if (evidence.deployment().isEmpty() || resource(evidence).isEmpty() || claims.isEmpty()) {
      return Optional.empty();
    }
    Deployment deployment = evidence.deployment().get();
    boolean allowed =
        deployment
            .google()
            .provider()
            .map(p -> Claims.audiences(claims).stream().anyMatch(p.allowedAudiences()::contains))
            .orElse(false);
    if (allowed || ours(deployment, resource(evidence))) {
      return Optional.empty();
    }
    return Optional.of(
        findings
            .of("M05")
            .detail("aud", Claims.text(claims, "aud"))
            .compared(
                new Compared(
                    "BRIDGE_FEDERATION_RESOURCE",
                    resource(evidence),
                    deployment.entra().federationResource(),
                    "the deployment's export: entra.federation_resource"))
            .seen("The token is for " + Claims.text(claims, "aud") + "."));
  }

  private static Optional<Finding> cached(
      Evidence evidence, Map<String, Object> claims, Findings findings) {
    Optional<Integer> wanted =
        evidence.deployment().map(d -> d.entra().federationTokenVersion().orElse(0));
    String version = Claims.text(claims, "ver");
    if (!evidence.hasToken() || wanted.filter(w -> w > 0 && !version.equals(w + ".0")).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        findings
            .of("M08")
            .detail("iat", Claims.time(claims, "iat").map(Instant::toString).orElse(""))
            .compared(
                new Compared(
                    "ver",
                    version,
                    wanted.get() + ".0",
                    "the deployment's export: entra.federation_token_version"))
            .seen("The platform still gives a token from before the registration's change."));
  }

  private static Optional<Finding> shared(
      Evidence evidence, Map<String, Object> claims, Findings findings) {
    boolean shared =
        Claims.audiences(claims).contains(SHARED_AUDIENCE) || resource(evidence).equals(SHARED_URI);
    return shared
        ? Optional.of(
            findings
                .of("B06")
                .detail("aud", Claims.text(claims, "aud"))
                .seen("The token's audience is Entra's shared one for federated credentials."))
        : Optional.empty();
  }

  private static Optional<Finding> systemAssigned(
      Evidence evidence, Map<String, Object> claims, Findings findings) {
    String resource = Claims.text(claims, "xms_mirid");
    boolean slots = evidence.deployment().filter(d -> !d.app().slot().isEmpty()).isPresent();
    return slots && resource.toLowerCase(Locale.ROOT).contains("/microsoft.web/sites/")
        ? Optional.of(
            findings
                .of("B07")
                .detail("xms_mirid", resource)
                .seen("The identity is the app's own, and the app has slots."))
        : Optional.empty();
  }
}
