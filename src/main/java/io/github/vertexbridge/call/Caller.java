package io.github.vertexbridge.call;

import java.util.Optional;
import java.util.Set;

/**
 * The verified identity that calls the bridge, or the queue that work came through.
 *
 * @param kind application, user or queue
 * @param tenant home tenant of an Entra identity
 * @param object the Entra object id
 * @param application client id of the application that asked for the token
 * @param roles app roles of the token
 * @param groups group object ids of the token
 * @param groupsLeftOut whether the token leaves them out because they are too many (overage)
 * @param queue the queue's name, for {@link Kind#QUEUE}
 */
public record Caller(
    Kind kind,
    Optional<TenantId> tenant,
    Optional<ObjectId> object,
    Optional<ClientId> application,
    Set<String> roles,
    Set<String> groups,
    boolean groupsLeftOut,
    Optional<String> queue) {

  /** What kind of identity it is. */
  public enum Kind {
    APPLICATION,
    USER,
    QUEUE
  }

  public Caller {
    roles = Set.copyOf(roles);
    groups = Set.copyOf(groups);
  }

  /** A caller whose groups are all there. */
  public Caller(
      Kind kind,
      Optional<TenantId> tenant,
      Optional<ObjectId> object,
      Optional<ClientId> application,
      Set<String> roles,
      Set<String> groups,
      Optional<String> queue) {
    this(kind, tenant, object, application, roles, groups, false, queue);
  }

  /** Whatever producer has the right to write to this queue. */
  public static Caller ofQueue(String name) {
    return new Caller(
        Kind.QUEUE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Set.of(),
        Optional.of(name));
  }

  /** For logs: {@code queue:NAME}, {@code app:CLIENT_ID} or {@code user:OBJECT_ID}. */
  public String label() {
    return switch (kind) {
      case QUEUE -> "queue:" + queue.orElse("?");
      case APPLICATION -> "app:" + application.map(ClientId::value).orElse("?");
      case USER -> "user:" + object.map(ObjectId::value).orElse("?");
    };
  }
}
