package io.github.vertexbridge.guard;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
import java.util.List;
import java.util.Optional;

/** Holds request bodies to the terms of rules. */
public final class Guards {
  private Guards() {}

  /**
   * The body to send: only members that must change are replaced or added, every other byte is as
   * it came. Without a demand it is not even read.
   *
   * @param model what the alias stands for that the body names as its model; empty if it names none
   * @param id of the call
   * @param body well-formed JSON in UTF-8
   * @throws io.github.vertexbridge.call.FailureException FIELD_INVALID, FIELD_NOT_ALLOWED, or
   *     TERMS_NOT_HELD where no body of this action can hold what the rule demands
   */
  public static Guarded apply(
      Target target, Terms terms, Optional<ResourceName> model, CorrelationId id, byte[] body) {
    Format format = Format.of(target);
    List<Guard> guards =
        format.guards().stream().filter(guard -> guard.demanded().test(terms)).toList();
    Request request = new Request(target, terms, model, id, body);
    guards.forEach(guard -> guard.hold().accept(request));
    if (model.isPresent()) {
      format.model().ifPresent(write -> write.accept(request));
    }
    return request.guarded();
  }
}
