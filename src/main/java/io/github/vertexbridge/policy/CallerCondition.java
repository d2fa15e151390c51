package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.ObjectId;
import io.github.vertexbridge.call.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a rule is for: every kind that has values must match, by one of them. A queue is matched by
 * {@code queues} only, and {@code queues} matches nothing else.
 */
record CallerCondition(
    Set<String> roles,
    Set<String> applications,
    Set<String> objects,
    Set<String> groups,
    Set<String> tenants,
    Set<String> queues) {

  boolean isForQueues() {
    return !queues.isEmpty();
  }

  boolean matches(Caller caller) {
    if (isForQueues()) {
      return caller.queue().filter(queues::contains).isPresent();
    }
    return caller.kind() != Caller.Kind.QUEUE
        && matchesAny(roles, caller.roles())
        && matchesApplication(caller)
        && matchesObject(caller)
        && matchesAny(groups, caller.groups())
        && matchesTenant(caller);
  }

  /** Whether every caller that matches the other one matches this one. */
  boolean covers(CallerCondition other) {
    return covers(roles, other.roles)
        && covers(applications, other.applications)
        && covers(objects, other.objects)
        && covers(groups, other.groups)
        && covers(tenants, other.tenants)
        && covers(queues, other.queues)
        && isForQueues() == other.isForQueues();
  }

  private static boolean covers(Set<String> wanted, Set<String> narrower) {
    return wanted.isEmpty() || (!narrower.isEmpty() && wanted.containsAll(narrower));
  }

  private static boolean matchesAny(Set<String> wanted, Set<String> actual) {
    return wanted.isEmpty() || !Collections.disjoint(wanted, actual);
  }

  private boolean matchesApplication(Caller caller) {
    return holds(applications, caller.application().map(ClientId::value));
  }

  private boolean matchesObject(Caller caller) {
    return holds(objects, caller.object().map(ObjectId::value));
  }

  private boolean matchesTenant(Caller caller) {
    return holds(tenants, caller.tenant().map(TenantId::value));
  }

  private static boolean holds(Set<String> wanted, Optional<String> actual) {
    return wanted.isEmpty() || actual.filter(wanted::contains).isPresent();
  }

  /**
   * Why a caller does not match, for people. Roles are named, because the reader can ask for them;
   * ids of other callers and of groups are not.
   */
  String whyNot(Caller caller) {
    List<String> reasons = new ArrayList<>();
    if (caller.kind() == Caller.Kind.QUEUE) {
      return "it is not for queue " + caller.queue().orElse("?");
    }
    if (isForQueues()) {
      return "it is for queues";
    }
    if (!matchesAny(roles, caller.roles())) {
      reasons.add(
          "it is for role " + list(roles) + ", and the caller has " + has("role", caller.roles()));
    }
    if (!matchesApplication(caller)) {
      reasons.add(
          "it is for other applications than "
              + caller.application().map(ClientId::value).orElse("an unknown one"));
    }
    if (!matchesObject(caller)) {
      reasons.add(
          "it is for other identities than "
              + caller.object().map(ObjectId::value).orElse("an unknown one"));
    }
    if (!matchesAny(groups, caller.groups())) {
      reasons.add("it is for groups, and " + missingGroups(caller));
    }
    if (!matchesTenant(caller)) {
      reasons.add(
          "it is for other tenants than "
              + caller.tenant().map(TenantId::value).orElse("an unknown one"));
    }
    return String.join(", and ", reasons);
  }

  private static String missingGroups(Caller caller) {
    if (caller.groupsLeftOut()) {
      return "the token leaves the caller's groups out because they are too many (_claim_names):"
          + " let the API's registration give only the groups that are assigned to the application";
    }
    return caller.groups().isEmpty()
        ? "the token has none (no groups claim)"
        : "the caller is in none of them";
  }

  private static String has(String noun, Collection<String> values) {
    return values.isEmpty() ? "no " + noun : noun + " " + list(values);
  }

  private static String list(Collection<String> values) {
    return String.join(" or ", values.stream().sorted().toList());
  }
}
