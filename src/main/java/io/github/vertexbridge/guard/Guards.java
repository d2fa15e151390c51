package io.github.vertexbridge.guard;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
import java.util.Optional;

/** Holds request bodies to the terms of rules. */
public final class Guards {
  private Guards() {}

  /**
   * The body to send.
   *
   * @param model what the alias stands for that the body names as its model; empty if it names none
   * @param id of the call
   */
  public static Guarded apply(
      Target target, Terms terms, Optional<ResourceName> model, CorrelationId id, byte[] body) {
    return new Guarded(body, false);
  }
}
