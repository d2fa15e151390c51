package io.github.vertexbridge.cli;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.policy.Alias;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.RuleNeeds;
import io.github.vertexbridge.target.ActionTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a policy needs on the clouds. The policy is the one source: the Terraform variables are made
 * of this, and a deployment is compared with this.
 *
 * @param serviceAccounts addresses that rules call as
 * @param jobAccounts addresses that jobs run as, each with those that start them: addresses, or
 *     {@link #DEFAULT}
 * @param permissions Google permissions by the address of an account, or {@link #DEFAULT}; accounts
 *     that need the same as the default have no key of their own
 * @param locations named by aliases and residencies, without patterns
 * @param appRoles that rules name, without {@link #STANDARD_ROLES}
 */
record CloudNeeds(
    NavigableSet<String> serviceAccounts,
    NavigableMap<String, NavigableSet<String>> jobAccounts,
    NavigableMap<String, NavigableSet<String>> permissions,
    NavigableSet<String> locations,
    NavigableSet<String> appRoles) {

  /** Key of the permissions of the default service account, or of the principal without one. */
  static final String DEFAULT = "default";

  /** App roles that every deployment has; {@code infra/names.json} has them too. */
  static final Set<String> STANDARD_ROLES = Set.of("Bridge.Invoke", "Bridge.Operate");

  /** A custom role cannot be empty: what the default gets if no rule uses it. */
  private static final String LEAST = "aiplatform.endpoints.predict";

  /**
   * Reads the needs off a policy.
   *
   * @param isDefault whether an account that a rule names is the deployment's default one too
   */
  static CloudNeeds of(Policy policy, Predicate<ServiceAccount> isDefault) {
    NavigableSet<String> accounts = new TreeSet<>();
    NavigableMap<String, NavigableSet<String>> jobs = new TreeMap<>();
    NavigableMap<String, NavigableSet<String>> permissions = new TreeMap<>();
    NavigableSet<String> locations = new TreeSet<>();
    NavigableSet<String> roles = new TreeSet<>();
    for (RuleNeeds rule : policy.needs()) {
      rule.as().map(ServiceAccount::value).ifPresent(accounts::add);
      String key = rule.as().filter(isDefault.negate()).map(ServiceAccount::value).orElse(DEFAULT);
      permissions.computeIfAbsent(key, k -> new TreeSet<>()).addAll(permissions(rule));
      rule.jobs()
          .map(ServiceAccount::value)
          .ifPresent(job -> jobs.computeIfAbsent(job, j -> new TreeSet<>()).add(key));
      rule.residency().stream()
          .filter(value -> Location.parse(value).isPresent())
          .forEach(locations::add);
      roles.addAll(rule.roles());
    }
    policy.aliases().stream()
        .flatMap(name -> policy.alias(name).stream())
        .map(Alias::locations)
        .forEach(named -> named.forEach(location -> locations.add(location.value())));
    roles.removeAll(STANDARD_ROLES);
    NavigableSet<String> byDefault =
        permissions.computeIfAbsent(DEFAULT, k -> new TreeSet<>(Set.of(LEAST)));
    permissions
        .entrySet()
        .removeIf(e -> !e.getKey().equals(DEFAULT) && e.getValue().equals(byDefault));
    return new CloudNeeds(accounts, jobs, permissions, locations, roles);
  }

  private static Set<String> permissions(RuleNeeds rule) {
    Set<String> permissions = new TreeSet<>();
    rule.actions()
        .forEach(a -> permissions.addAll(ActionTable.standard().permissions(new ActionName(a))));
    return permissions;
  }

  /** What an account needs, or the default for {@link #DEFAULT}. */
  NavigableSet<String> permissionsOf(String account) {
    NavigableSet<String> own = permissions.get(account);
    return own == null ? permissions.getOrDefault(DEFAULT, new TreeSet<>()) : own;
  }

  /**
   * Accounts that need permissions of their own but have the same name before the {@code @}, so
   * that their custom roles would have one name: a sentence for each.
   */
  List<String> roleNameClashes() {
    Map<String, String> names = new HashMap<>();
    List<String> clashes = new ArrayList<>();
    for (String key : permissions.keySet()) {
      String other = names.putIfAbsent(key.split("@", 2)[0], key);
      if (other != null) {
        clashes.add(
            "%s and %s need different permissions, and their custom roles would have one name:"
                    .formatted(other, key)
                + " rename one, or give their rules the same actions");
      }
    }
    return clashes;
  }
}
