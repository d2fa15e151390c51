package io.github.vertexbridge.target;

import java.util.Set;

/**
 * Where a request says which model it means. Members of the body are named in camelCase, nested
 * ones with slashes between the names ({@code preTunedModel/tunedModelName}).
 */
public sealed interface ModelPlace {

  /** The members of the body that are read. */
  Set<String> members();

  /**
   * The path names the model, or a resource that no model stands for.
   *
   * @param members that may name it a second time: if they are there they must agree with the path
   */
  record InPath(Set<String> members) implements ModelPlace {
    public InPath {
      members = Set.copyOf(members);
    }
  }

  /** The path names something that belongs to an endpoint, model or job: that one counts. */
  record InParent() implements ModelPlace {
    @Override
    public Set<String> members() {
      return Set.of();
    }
  }

  /**
   * The body names the model, the path does not.
   *
   * @param members of which exactly one must be there
   * @param writing how a model is written there
   */
  record InBody(Set<String> members, Writing writing) implements ModelPlace {
    public InBody {
      members = Set.copyOf(members);
    }
  }

  /** How bodies write a model's name. A full resource name is understood in all but the first. */
  enum Writing {
    /** A short id, of the publisher that the path names. */
    ID_OF_PUBLISHER,
    /** {@code PUBLISHER/MODEL}, as the OpenAI-compatible endpoint has it. */
    PUBLISHER_AND_ID,
    /** A resource name; an id alone is one of Google's. */
    NAME
  }
}
