package io.github.vertexbridge.target;

import java.util.Set;

/** Where a request says which model it means. */
public sealed interface ModelPlace {

  /** The top-level members of the body that are read, in camelCase. */
  Set<String> members();

  /**
   * The path names the model.
   *
   * @param members top-level members of the body that may name it a second time: if they are there
   *     they must agree with the path
   */
  record InPath(Set<String> members) implements ModelPlace {
    public InPath {
      members = Set.copyOf(members);
    }
  }

  /**
   * The body names the model, the path does not.
   *
   * @param member the top-level member, in camelCase, that holds a model's id
   */
  record InBody(String member) implements ModelPlace {
    @Override
    public Set<String> members() {
      return Set.of(member);
    }
  }
}
