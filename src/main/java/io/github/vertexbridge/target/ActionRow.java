package io.github.vertexbridge.target;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import java.util.List;
import java.util.Set;

/**
 * One row of the action table: a request that the bridge relays.
 *
 * @param method the HTTP method
 * @param shape of the path below {@code projects/P/locations/L/}
 * @param action what it asks
 * @param permission the one that Google's IAM asks for, for example {@code
 *     aiplatform.endpoints.predict}
 * @param model where it says which model it means
 * @param versions in which Vertex AI has it
 * @param query which query parameters pass
 * @param body what its body must be
 * @param repeatable whether a second, equal call does no harm
 * @param streams whether the answer is a stream
 */
public record ActionRow(
    String method,
    PathShape shape,
    ActionName action,
    String permission,
    ModelPlace model,
    Set<ApiVersion> versions,
    List<QueryParameter> query,
    BodyKind body,
    boolean repeatable,
    boolean streams) {

  /** What the body of a request must be. */
  public enum BodyKind {
    /** There is none. */
    NONE,
    /** A JSON object: a message of Vertex AI's own. */
    OBJECT,
    /** Any JSON value: passed on to a model's container as it is. */
    ANY_JSON
  }

  /**
   * A query parameter that passes.
   *
   * @param name for example {@code $alt}
   * @param values the values that pass; empty: any
   */
  public record QueryParameter(String name, Set<String> values) {
    public QueryParameter {
      values = Set.copyOf(values);
    }
  }

  public ActionRow {
    versions = Set.copyOf(versions);
    query = List.copyOf(query);
  }

  public boolean hasBody() {
    return body != BodyKind.NONE;
  }
}
