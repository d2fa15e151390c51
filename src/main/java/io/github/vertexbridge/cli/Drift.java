package io.github.vertexbridge.cli;

import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.doctor.Deployment;
import io.github.vertexbridge.doctor.Deployment.Binding;
import io.github.vertexbridge.doctor.Deployment.Google;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.RuleNeeds;
import io.github.vertexbridge.storage.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Compares what was deployed with what the policy file needs and with the names in the code. No
 * cloud is asked: what was changed there by hand since is found by {@code terraform plan}.
 */
final class Drift {
  private static final String APPLY = "terraform -chdir=infra apply";
  private static final String USER = "roles/iam.workloadIdentityUser";

  private final Deployment deployment;
  private final Google google;
  private final Policy policy;
  private final CloudNeeds needs;
  private final String policyFile;
  private final String derive;
  private final List<Difference> differences = new ArrayList<>();

  private Drift(Deployment deployment, Policy policy, Path policyFile) {
    this.deployment = deployment;
    this.google = deployment.google();
    this.policy = policy;
    this.needs = CloudNeeds.of(policy, this::isDefault);
    this.policyFile = InputFile.quoted(policyFile);
    this.derive = "./bridge policy terraform " + this.policyFile + " && " + APPLY;
  }

  /** All differences, in the order of the checks. */
  static List<Difference> between(Deployment deployment, Policy policy, Path policyFile) {
    Drift drift = new Drift(deployment, policy, policyFile);
    drift.queues();
    drift.queuesOfRules();
    drift.serviceAccounts();
    drift.permissions();
    drift.locations();
    drift.appRoles();
    drift.trust();
    drift.switches();
    return drift.differences;
  }

  private boolean isDefault(ServiceAccount account) {
    return account.value().equals(google.defaultServiceAccount());
  }

  private void queues() {
    String in = " in storage account " + deployment.storage().account();
    List<String> there = deployment.storage().queues();
    List<String> named = Names.queues();
    minus(named, there)
        .forEach(
            q -> found("queues", "queue " + q, "not there" + in, "there: the code uses it", APPLY));
    minus(there, named)
        .forEach(
            q ->
                found(
                    "queues",
                    "queue " + q,
                    "there" + in,
                    "not there: the code does not know it",
                    "az storage message peek --auth-mode login --account-name %s --queue-name %s"
                            .formatted(deployment.storage().account(), q)
                        + " && "
                        + APPLY));
  }

  /** A rule for a queue that is not there, or that nobody reads, never matches. */
  private void queuesOfRules() {
    for (RuleNeeds rule : policy.needs()) {
      minus(rule.queues(), List.of(Names.REQUESTS))
          .forEach(
              q ->
                  found(
                      "queues-of-rules",
                      "rule " + rule.rule(),
                      "for queue " + q + ", which no work comes through",
                      "for queue " + Names.REQUESTS,
                      "edit callers.queues of this rule in " + policyFile));
    }
  }

  private void serviceAccounts() {
    Collection<String> there = google.serviceAccounts().keySet();
    minus(needs.serviceAccounts(), there)
        .forEach(
            account ->
                found(
                    "service-accounts",
                    account,
                    "not deployed",
                    "deployed: rules call as it",
                    derive));
    NavigableSet<String> wanted = new TreeSet<>(needs.serviceAccounts());
    wanted.add(google.defaultServiceAccount());
    minus(there, wanted)
        .forEach(
            account ->
                found(
                    "service-accounts",
                    account,
                    "deployed",
                    "not deployed: no rule calls as it, and it is not the default",
                    derive));
  }

  /** Who calls Vertex AI, with what the policy needs for it: members as IAM writes them. */
  private NavigableMap<String, NavigableSet<String>> holders() {
    NavigableMap<String, NavigableSet<String>> holders = new TreeMap<>();
    needs
        .serviceAccounts()
        .forEach(a -> holders.put("serviceAccount:" + a, needs.permissionsOf(a)));
    boolean direct = google.access().equals("direct");
    holders.put(
        direct ? deployment.principal() : "serviceAccount:" + google.defaultServiceAccount(),
        needs.permissionsOf(CloudNeeds.DEFAULT));
    return holders;
  }

  private void permissions() {
    NavigableMap<String, NavigableSet<String>> holders = holders();
    holders.forEach(
        (member, needed) -> {
          NavigableSet<String> held = new TreeSet<>();
          google.projectBindings().stream()
              .filter(binding -> binding.members().contains(member))
              .forEach(binding -> held.addAll(permissionsOf(binding)));
          if (!minus(needed, held).isEmpty()) {
            found(
                "permissions",
                member,
                "has " + list(held),
                "has " + list(needed) + ", which the actions of its rules need",
                derive);
          }
        });
    for (Binding binding : google.projectBindings()) {
      NavigableSet<String> used = new TreeSet<>();
      binding.members().stream()
          .map(member -> holders.getOrDefault(member, new TreeSet<>()))
          .forEach(used::addAll);
      NavigableSet<String> unused = minus(permissionsOf(binding), used);
      if (!unused.isEmpty()) {
        found(
            "permissions",
            binding.role() + " of " + list(binding.members()),
            "allows " + list(unused),
            "does not allow it: no rule needs it",
            derive);
      }
    }
  }

  private List<String> permissionsOf(Binding binding) {
    return google.roles().getOrDefault(binding.role(), List.of());
  }

  /** What the policy does not name cannot be compared: a pattern alone names nothing. */
  private void locations() {
    if (!needs.locations().isEmpty()) {
      same("locations", "locations", google.locations(), needs.locations());
    }
  }

  private void appRoles() {
    NavigableSet<String> wanted = new TreeSet<>(CloudNeeds.STANDARD_ROLES);
    wanted.addAll(needs.appRoles());
    same("app-roles", "app roles of the API application", deployment.entra().appRoles(), wanted);
  }

  /** The strings by which the two clouds know each other. */
  private void trust() {
    String subject = deployment.identity().objectId();
    String principal =
        "principal://iam.googleapis.com/" + google.pool().name() + "/subject/" + subject;
    exact("the federated principal", deployment.principal(), principal);
    exact(
        "the audience for Google's STS",
        deployment.audience(),
        google.provider().map(p -> "//iam.googleapis.com/" + p.name()).orElse("nothing"));
    String condition = google.provider().map(Deployment.Provider::attributeCondition).orElse("");
    contained("the provider's condition", condition, subject);
    contained("the provider's condition", condition, deployment.tenantId());
    google
        .serviceAccounts()
        .forEach(
            (address, account) -> {
              String expected = list(List.of(USER + " for " + principal));
              String seen =
                  describe(
                      account.bindings(),
                      binding -> binding.role() + " for " + list(binding.members()));
              exact("who may act as " + address, seen, expected);
            });
  }

  /** The kill switch. */
  private void switches() {
    if (google.pool().disabled()
        || google.provider().map(Deployment.Provider::disabled).orElse(false)) {
      found(
          "switches",
          "federation",
          google.pool().disabled() ? "the pool is disabled" : "the provider is disabled",
          "enabled: no call gets through without it",
          APPLY + " -var federation_enabled=true");
    }
  }

  private void same(
      String check, String what, Collection<String> seen, Collection<String> expected) {
    if (!new TreeSet<>(seen).equals(new TreeSet<>(expected))) {
      found(check, what, list(new TreeSet<>(seen)), list(new TreeSet<>(expected)), derive);
    }
  }

  private void exact(String what, String seen, String expected) {
    if (!seen.equals(expected)) {
      found("trust", what, seen, expected, APPLY);
    }
  }

  private void contained(String what, String seen, String part) {
    if (!seen.contains("'" + part + "'")) {
      found("trust", what, seen, "a condition that pins '" + part + "'", APPLY);
    }
  }

  private void found(String check, String what, String seen, String expected, String fix) {
    differences.add(new Difference(check, what, seen, expected, fix));
  }

  private static NavigableSet<String> minus(Collection<String> some, Collection<String> others) {
    NavigableSet<String> rest = new TreeSet<>(some);
    rest.removeAll(new TreeSet<>(others));
    return rest;
  }

  private static <T> String describe(Collection<T> values, Function<T, String> words) {
    return list(values.stream().map(words).toList());
  }

  private static String list(Collection<String> values) {
    return values.isEmpty() ? "nothing" : String.join(", ", values);
  }
}
