package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Target;
import java.util.Optional;

/**
 * What a request asks for, free of its format. Exactly one of {@code target} and {@code alias} is
 * there: what an alias stands for is the policy file's business.
 *
 * @param action what is asked
 * @param target what the path names
 * @param alias what is called by its short name
 * @param query query string that goes along, checked
 * @param body as it came: JSON in UTF-8, unless it is opaque
 * @param opaque whether the body is bytes that nobody here can look into
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
public record Ask(
    ActionName action,
    Optional<Target> target,
    Optional<AliasName> alias,
    String query,
    byte[] body,
    boolean opaque) {

  /** A call of what a path, or a model's full name, says. */
  public static Ask of(Target target, String query, byte[] body) {
    return new Ask(target.action(), Optional.of(target), Optional.empty(), query, body, false);
  }

  /** The same with a body that nobody can look into. */
  static Ask opaque(Target target, String query, byte[] body) {
    return new Ask(target.action(), Optional.of(target), Optional.empty(), query, body, true);
  }

  /** A call by alias. */
  public static Ask of(AliasName alias, ActionName action, byte[] body) {
    return new Ask(action, Optional.empty(), Optional.of(alias), "", body, false);
  }
}
