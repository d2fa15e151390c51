package io.github.vertexbridge.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who an access token stands for, and by which names IAM policies know them. */
sealed interface Principal {

  /** The name in audit logs. */
  String name();

  /** Every member string that means this principal; IAM compares exactly. */
  Set<String> members();

  /**
   * A federated identity.
   *
   * @param project project number of the pool
   * @param pool pool id
   * @param subject google.subject
   * @param groups google.groups
   * @param attributes custom attributes by name, without the prefix {@code attribute.}
   */
  record Federated(
      String project,
      String pool,
      String subject,
      List<String> groups,
      Map<String, List<String>> attributes)
      implements Principal {

    private String inPool(String scheme, String rest) {
      return scheme
          + "://iam.googleapis.com/projects/"
          + project
          + "/locations/global/workloadIdentityPools/"
          + pool
          + "/"
          + rest;
    }

    @Override
    public String name() {
      return inPool("principal", "subject/" + subject);
    }

    @Override
    public Set<String> members() {
      List<String> members = new ArrayList<>(List.of(name(), inPool("principalSet", "*")));
      groups.forEach(group -> members.add(inPool("principalSet", "group/" + group)));
      attributes.forEach(
          (name, values) ->
              values.forEach(
                  value -> members.add(inPool("principalSet", "attribute." + name + "/" + value))));
      return Set.copyOf(members);
    }
  }

  /**
   * A service account by its email address.
   *
   * @param mintedFor name of the principal whom its token was given to
   */
  record Account(String email, String mintedFor) implements Principal {
    @Override
    public String name() {
      return "serviceAccount:" + email;
    }

    @Override
    public Set<String> members() {
      return Set.of(name());
    }
  }
}
