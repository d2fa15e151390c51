package io.github.vertexbridge.doctor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Vertex said to the smallest calls there are, and whether the role lets them. */
final class VertexCheck implements Check {
  private static final String PREDICT = "aiplatform.endpoints.predict";

  /** The doctor's own read of an endpoint needs it, calls do not. */
  private static final String READ = "aiplatform.endpoints.get";

  private static final Set<String> CALLING =
      Set.of("roles/aiplatform.user", "roles/aiplatform.admin", "roles/owner", "roles/editor");

  @Override
  public Step step() {
    return Step.VERTEX;
  }

  @Override
  public Optional<String> missing(Evidence evidence) {
    return evidence.look(Step.VERTEX).isPresent() || evidence.deployment().isPresent()
        ? Optional.empty()
        : Optional.of("a running app (--url) or what was deployed (--infra)");
  }

  @Override
  public List<Finding> look(Evidence evidence, Findings findings) {
    Optional<Finding> other = otherProject(evidence, findings);
    if (other.isPresent()) {
      return List.of(other.get());
    }
    List<Finding> found = new ArrayList<>();
    Set<String> said = new HashSet<>();
    evidence.observed().stream()
        .flatMap(o -> o.at(Step.VERTEX))
        .filter(look -> !look.isOk())
        .filter(look -> !READ.equals(look.trouble().orElseThrow().facts().get("permission")))
        .map(look -> refused(evidence, look, findings))
        .filter(finding -> said.add(finding.id() + finding.fix().steps()))
        .forEach(found::add);
    if (evidence.look(Step.VERTEX).isEmpty()) {
      noRole(evidence, findings).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<Finding> otherProject(Evidence evidence, Findings findings) {
    Optional<String> setting = evidence.setting("BRIDGE_GOOGLE_PROJECT");
    Optional<String> deployed =
        evidence.deployment().map(d -> d.google().projectId()).filter(p -> !p.isEmpty());
    if (setting.isEmpty() || deployed.isEmpty() || setting.equals(deployed)) {
      return Optional.empty();
    }
    return Optional.of(
        findings
            .of("V04")
            .variant("setting")
            .compared(
                new Compared(
                    "BRIDGE_GOOGLE_PROJECT",
                    setting.get(),
                    deployed.get(),
                    "the deployment's export: google.projectId"))
            .seen("The app calls another project than was deployed."));
  }

  private static Finding refused(Evidence evidence, Look look, Findings findings) {
    Look.Trouble trouble = look.trouble().orElseThrow();
    String id = Troubles.row(findings.catalogue(), Step.VERTEX, trouble);
    String member = member(evidence, look);
    String permission = trouble.facts().getOrDefault("permission", PREDICT);
    if (id.equals("V04") && holds(evidence, member, permission)) {
      id = "S20";
    }
    String setting = "BRIDGE_VERTEX_ENDPOINT";
    Findings.Draft draft =
        Network.told(findings.of(id), evidence, setting, look.facts().getOrDefault("host", ""));
    return draft
        .at(Step.VERTEX)
        .with("member", member)
        .with("role", role(evidence, permission))
        .with("uid", trouble.facts().getOrDefault("uid", ""))
        .with("metric", trouble.facts().getOrDefault("quotaMetric", "named in the answer"))
        .with("consumer", consumer(evidence, trouble))
        .with("alias", look.facts().getOrDefault("alias", ""))
        .with("model", look.facts().getOrDefault("model", ""))
        .with("location", look.facts().getOrDefault("location", ""))
        .with("elsewhere", elsewhere(evidence, look))
        .with("ahead", trouble.facts().getOrDefault("clockAheadSeconds", "0"))
        .details(look.facts())
        .details(trouble.facts())
        .detail("target", look.subject())
        .seen(trouble.seen());
  }

  private static String member(Evidence evidence, Look look) {
    String as = look.facts().getOrDefault("as", "");
    return as.isEmpty()
        ? evidence.deployment().map(Deployment::principal).orElse("")
        : "serviceAccount:" + as;
  }

  private static String consumer(Evidence evidence, Look.Trouble trouble) {
    String consumer = trouble.facts().getOrDefault("consumer", "").replace("projects/", "");
    boolean ours =
        evidence.deployment().filter(d -> d.google().projectNumber().equals(consumer)).isPresent();
    return ours || consumer.isEmpty()
        ? evidence.setting("BRIDGE_GOOGLE_PROJECT").orElse("")
        : consumer;
  }

  /** Where the same model did answer. */
  private static String elsewhere(Evidence evidence, Look look) {
    List<String> places =
        evidence.observed().stream()
            .flatMap(o -> o.at(Step.VERTEX))
            .filter(Look::isOk)
            .filter(l -> l.facts().getOrDefault("model", "").equals(look.facts().get("model")))
            .map(l -> l.facts().getOrDefault("location", ""))
            .distinct()
            .toList();
    return places.isEmpty() ? "" : ", but is in " + String.join(", ", places);
  }

  /** The deployed role that has the permission, or Google's own. */
  private static String role(Evidence evidence, String permission) {
    return evidence.deployment().stream()
        .flatMap(d -> d.google().roles().entrySet().stream())
        .filter(role -> role.getValue().contains(permission))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("roles/aiplatform.user");
  }

  private static boolean holds(Evidence evidence, String member, String permission) {
    return evidence.deployment().stream()
        .flatMap(d -> d.google().projectBindings().stream())
        .filter(binding -> binding.members().contains(member))
        .anyMatch(binding -> has(evidence, binding.role(), permission));
  }

  private static boolean has(Evidence evidence, String role, String permission) {
    return CALLING.contains(role)
        || evidence
            .deployment()
            .map(d -> d.google().roles().getOrDefault(role, List.of()).contains(permission))
            .orElse(false);
  }

  private static Optional<Finding> noRole(Evidence evidence, Findings findings) {
    Deployment deployment = evidence.deployment().orElseThrow();
    String account =
        evidence.settings().isPresent()
            ? evidence.setting("BRIDGE_DEFAULT_SERVICE_ACCOUNT").orElse("")
            : deployment.google().defaultServiceAccount();
    String member = account.isEmpty() ? deployment.principal() : "serviceAccount:" + account;
    if (member.isEmpty() || holds(evidence, member, PREDICT)) {
      return Optional.empty();
    }
    return Optional.of(
        findings
            .of("V04")
            .with("member", member)
            .with("role", role(evidence, PREDICT))
            .compared(
                new Compared(
                    "permissions of " + member,
                    "not " + PREDICT,
                    PREDICT,
                    "the deployment's export: google.projectBindings"))
            .seen("No binding of the project gives " + member + " this permission."));
  }
}
