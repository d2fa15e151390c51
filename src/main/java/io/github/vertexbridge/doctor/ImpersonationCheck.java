package io.github.vertexbridge.doctor;

import io.github.vertexbridge.call.ServiceAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether the federated principal may act as each service account. */
final class ImpersonationCheck implements Check {
  private static final String PERMISSION = "iam.serviceAccounts.getAccessToken";
  private static final Set<String> ACTING =
      Set.of(
          "roles/iam.workloadIdentityUser",
          "roles/iam.serviceAccountTokenCreator",
          "roles/owner",
          "roles/editor");
  private static final Set<String> TOO_MUCH =
      Set.of(
          "roles/owner",
          "roles/editor",
          "roles/aiplatform.admin",
          "roles/iam.securityAdmin",
          "roles/iam.serviceAccountAdmin",
          "roles/resourcemanager.projectIamAdmin");

  @Override
  public Step step() {
    return Step.IMPERSONATION;
  }

  @Override
  public Optional<String> missing(Evidence evidence) {
    return evidence.look(Step.IMPERSONATION).isPresent()
            || evidence.deployment().isPresent()
            || accounts(evidence).isEmpty()
        ? Optional.empty()
        : Optional.of("a running app (--url) or what was deployed (--infra)");
  }

  @Override
  public List<Finding> look(Evidence evidence, Findings findings) {
    List<Finding> found = new ArrayList<>();
    for (String account : accounts(evidence)) {
      Optional<Look> look =
          evidence
              .observed()
              .flatMap(
                  o ->
                      o.at(Step.IMPERSONATION)
                          .filter(l -> l.subject().equals(account))
                          .findFirst());
      if (look.filter(Look::isOk).isEmpty()) {
        Optional<Finding> difference = binding(evidence, account, findings);
        difference
            .or(() -> look.flatMap(Look::trouble).map(t -> refused(evidence, account, t, findings)))
            .ifPresent(found::add);
      }
      tooWide(evidence, account, findings).ifPresent(found::add);
      tooMuch(evidence, account, findings).ifPresent(found::add);
    }
    return found;
  }

  /** The default account and those that rules name. */
  private static Set<String> accounts(Evidence evidence) {
    Set<String> accounts = new TreeSet<>();
    if (evidence.settings().isPresent()) {
      evidence.setting("BRIDGE_DEFAULT_SERVICE_ACCOUNT").ifPresent(accounts::add);
    } else {
      evidence
          .deployment()
          .map(d -> d.google().defaultServiceAccount())
          .filter(a -> !a.isEmpty())
          .ifPresent(accounts::add);
    }
    evidence
        .policy()
        .flatMap(PolicyFile::policy)
        .ifPresent(
            policy ->
                policy.serviceAccounts().stream()
                    .map(ServiceAccount::value)
                    .forEach(accounts::add));
    evidence.observed().stream()
        .flatMap(o -> o.at(Step.IMPERSONATION))
        .map(Look::subject)
        .forEach(accounts::add);
    return accounts;
  }

  private static Optional<Finding> binding(Evidence evidence, String account, Findings findings) {
    if (evidence.deployment().isEmpty()) {
      return Optional.empty();
    }
    Deployment deployment = evidence.deployment().get();
    Deployment.Account known = deployment.google().serviceAccounts().get(account);
    if (known == null) {
      return unknown(evidence, deployment, account, findings);
    }
    if (known.disabled()) {
      return Optional.of(
          findings
              .of("I09")
              .with("account", account)
              .seen("By the export " + account + " is disabled."));
    }
    Optional<Members> members = members(evidence, deployment);
    if (members.isEmpty()) {
      return Optional.empty();
    }
    List<String> bound =
        known.bindings().stream()
            .filter(binding -> acts(deployment, binding.role()))
            .flatMap(binding -> binding.members().stream())
            .toList();
    return bound.stream().anyMatch(members.get().all()::contains)
        ? Optional.empty()
        : Optional.of(unbound(account, members.get(), bound, findings));
  }

  private static Optional<Finding> unknown(
      Evidence evidence, Deployment deployment, String account, Findings findings) {
    String deployed = deployment.google().defaultServiceAccount();
    boolean setting =
        evidence.setting("BRIDGE_DEFAULT_SERVICE_ACCOUNT").filter(account::equals).isPresent();
    if (!setting || deployed.isEmpty()) {
      return Optional.empty(); // an account of a rule: the comparison with the policy says so
    }
    return Optional.of(
        findings
            .of("I04")
            .variant("setting")
            .compared(
                new Compared(
                    "BRIDGE_DEFAULT_SERVICE_ACCOUNT",
                    account,
                    deployed,
                    "the deployment's export: google.defaultServiceAccount"))
            .seen(account + " is not among the deployed service accounts."));
  }

  private static Finding unbound(
      String account, Members members, List<String> bound, Findings findings) {
    String principal = members.all().iterator().next();
    for (String member : bound) {
      Optional<String> why = members.misspelt(member);
      if (why.isPresent()) {
        return compared(findings.of("I02").with("member", member), member, principal, account)
            .seen("A binding is meant for this identity and is not it: " + why.get() + ".");
      }
    }
    for (String member : bound) {
      if (members.isOtherSubject(member)) {
        return compared(findings.of("I03").with("member", member), member, principal, account)
            .seen("The binding names another object id of the same pool.");
      }
    }
    return compared(
            findings.of("I01"),
            bound.isEmpty() ? "nobody" : String.join(", ", bound),
            principal,
            account)
        .seen("No binding lets this identity act as " + account + ".");
  }

  private static Findings.Draft compared(
      Findings.Draft draft, String seen, String principal, String account) {
    return draft
        .with("account", account)
        .with("principal", principal)
        .compared(
            new Compared(
                "who may act as " + account,
                seen,
                principal,
                "computed from the token and the provider's mapping"));
  }

  /** The names of this identity; empty while its claims or the provider are not known. */
  private static Optional<Members> members(Evidence evidence, Deployment deployment) {
    Optional<Deployment.Provider> provider = deployment.google().provider();
    if (evidence.claims().isEmpty() || provider.isEmpty()) {
      return Optional.empty();
    }
    String[] name = deployment.google().pool().name().split("/");
    try {
      return Optional.of(
          new Members(
              deployment.google().projectNumber(),
              name[name.length - 1],
              new Attributes(evidence.claims()).map(provider.get().attributeMapping())));
    } catch (Attributes.NoValue e) {
      return Optional.empty();
    }
  }

  private static boolean acts(Deployment deployment, String role) {
    return ACTING.contains(role)
        || deployment.google().roles().getOrDefault(role, List.of()).contains(PERMISSION);
  }

  private static Finding refused(
      Evidence evidence, String account, Look.Trouble trouble, Findings findings) {
    String id = Troubles.row(findings.catalogue(), Step.IMPERSONATION, trouble);
    boolean compared =
        evidence
            .deployment()
            .map(d -> d.google().serviceAccounts().containsKey(account))
            .orElse(false);
    if (id.equals("I01") && compared) {
      id = "S20";
    }
    Findings.Draft draft =
        Network.told(
            findings.of(id), evidence, "BRIDGE_IAM_ENDPOINT", "iamcredentials.googleapis.com");
    return draft
        .at(Step.IMPERSONATION)
        .with("account", account)
        .with("uid", trouble.facts().getOrDefault("uid", ""))
        .with("ahead", trouble.facts().getOrDefault("clockAheadSeconds", "0"))
        .details(trouble.facts())
        .seen(trouble.seen());
  }

  private static Optional<Finding> tooWide(Evidence evidence, String account, Findings findings) {
    return evidence
        .deployment()
        .map(d -> d.google().serviceAccounts().get(account))
        .flatMap(
            known ->
                known.bindings().stream()
                    .flatMap(binding -> binding.members().stream())
                    .filter(Members::isWholePool)
                    .findFirst())
        .map(
            member ->
                findings
                    .of("B05")
                    .with("account", account)
                    .with("member", member)
                    .detail("member", member)
                    .seen("Every identity of the pool may act as " + account + "."));
  }

  private static Optional<Finding> tooMuch(Evidence evidence, String account, Findings findings) {
    String member = "serviceAccount:" + account;
    return evidence.deployment().stream()
        .flatMap(d -> d.google().projectBindings().stream())
        .filter(b -> TOO_MUCH.contains(b.role()) && b.members().contains(member))
        .findFirst()
        .map(
            b ->
                findings
                    .of("B08")
                    .with("member", member)
                    .with("role", b.role())
                    .detail("role", b.role())
                    .seen(account + " has " + b.role() + "."));
  }
}
