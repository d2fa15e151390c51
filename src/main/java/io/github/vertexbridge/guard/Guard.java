package io.github.vertexbridge.guard;

import io.github.vertexbridge.call.Terms;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One demand on bodies of one format.
 *
 * @param demanded whether a rule's terms make it
 * @param hold edits the body, or refuses it
 */
record Guard(Predicate<Terms> demanded, Consumer<Request> hold) {

  static Guard tokens(Consumer<Request> hold) {
    return new Guard(terms -> terms.maxOutputTokens().isPresent(), hold);
  }

  static Guard safety(Consumer<Request> hold) {
    return new Guard(terms -> !terms.safetySettings().isEmpty(), hold);
  }

  static Guard armor(Consumer<Request> hold) {
    return new Guard(terms -> terms.modelArmor().isPresent(), hold);
  }

  static Guard labels(Consumer<Request> hold) {
    return new Guard(terms -> !terms.labels().isEmpty(), hold);
  }

  static Guard forbidden(Consumer<Request> hold) {
    return new Guard(
        terms -> !terms.forbiddenFields().isEmpty() || !terms.forbiddenTools().isEmpty(), hold);
  }

  static Guard links() {
    return new Guard(terms -> !terms.data().isEmpty(), Texts::ofLinks);
  }

  /** Whatever the terms are. */
  static Guard always(Consumer<Request> hold) {
    return new Guard(terms -> true, hold);
  }

  static Guard noTokens() {
    return tokens(refuse("a limit of output tokens"));
  }

  static Guard noSafety() {
    return safety(refuse("safety settings"));
  }

  static Guard noArmor() {
    return armor(refuse("a Model Armor template"));
  }

  static Guard noLabels() {
    return labels(refuse("labels"));
  }

  static Guard noForbidden() {
    return forbidden(refuse("that requests lack certain members"));
  }

  private static Consumer<Request> refuse(String demand) {
    return request -> {
      throw Refusals.notHeld(request, demand);
    };
  }
}
