package io.github.vertexbridge.guard;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request under guard: what it is, what is demanded of it, and what becomes of its body. */
final class Request {
  private final Target target;
  private final Terms terms;
  private final Optional<ResourceName> model;
  private final CorrelationId id;
  private final byte[] body;
  private final Edits edits = new Edits();
  private @Nullable Members members;

  Request(Target target, Terms terms, Optional<ResourceName> model, CorrelationId id, byte[] body) {
    this.target = target;
    this.terms = terms;
    this.model = model;
    this.id = id;
    this.body = body;
  }

  Target target() {
    return target;
  }

  Terms terms() {
    return terms;
  }

  /** What the alias that the body names as its model stands for. */
  Optional<ResourceName> model() {
    return model;
  }

  CorrelationId id() {
    return id;
  }

  /** As it came. */
  byte[] body() {
    return body;
  }

  /** The members of the body, which must be an object. */
  Members members() {
    if (members == null) {
      members = Members.root(body);
    }
    return members;
  }

  Edits edits() {
    return edits;
  }

  Guarded guarded() {
    return edits.apply(body);
  }
}
