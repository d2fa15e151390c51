package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.ObjectId;
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
    Set<String> roles, Set<String> applications, Set<String> objects, Set<String> queues) {

  boolean isForQueues() {
    return !queues.isEmpty();
  }

  boolean matches(Caller caller) {
    if (isForQueues()) {
      return caller.queue().filter(queues::contains).isPresent();
    }
    return caller.kind() != Caller.Kind.QUEUE
        && matchesRoles(caller)
        && matchesApplication(caller)
        && matchesObject(caller);
  }

  private boolean matchesRoles(Caller caller) {
    return roles.isEmpty() || !Collections.disjoint(roles, caller.roles());
  }

  private boolean matchesApplication(Caller caller) {
    return holds(applications, caller.application().map(ClientId::value));
  }

  private boolean matchesObject(Caller caller) {
    return holds(objects, caller.object().map(ObjectId::value));
  }

  private static boolean holds(Set<String> wanted, Optional<String> actual) {
    return wanted.isEmpty() || actual.filter(wanted::contains).isPresent();
  }

  /**
   * Why a caller does not match, for people. Roles are named, because the reader can ask for them;
   * other callers' ids are not.
   */
  String whyNot(Caller caller) {
    List<String> reasons = new ArrayList<>();
    if (caller.kind() == Caller.Kind.QUEUE) {
      return "it is not for queue " + caller.queue().orElse("?");
    }
    if (!matchesRoles(caller)) {
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
    return String.join(", and ", reasons);
  }

  private static String has(String noun, Collection<String> values) {
    return values.isEmpty() ? "no " + noun : noun + " " + list(values);
  }

  private static String list(Collection<String> values) {
    return String.join(" or ", values.stream().sorted().toList());
  }
}
