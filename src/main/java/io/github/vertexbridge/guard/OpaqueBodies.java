package io.github.vertexbridge.guard;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Terms;
import java.util.ArrayList;
import java.util.List;

/**
 * Bodies that are bytes: nothing can be looked for in them and nothing set, so a rule that demands
 * either does not allow them.
 */
public final class OpaqueBodies {
  private OpaqueBodies() {}

  /**
   * The body, which stays as it is.
   *
   * @throws io.github.vertexbridge.call.FailureException POLICY_DENIED if the terms are about what
   *     a body holds
   */
  public static Guarded apply(Terms terms, byte[] body) {
    List<String> demands = demands(terms);
    if (!demands.isEmpty()) {
      throw Failure.of(
              FailureCode.POLICY_DENIED,
              "The rule has "
                  + String.join(", ", demands)
                  + ", which cannot be held to in a body that is no JSON.",
              "Send JSON, or ask the owner of the bridge's policy for a rule without that.")
          .asException();
    }
    return new Guarded(body, false);
  }

  /** Those of the terms that hold for inference and need the body. */
  private static List<String> demands(Terms terms) {
    List<String> demands = new ArrayList<>();
    if (terms.maxOutputTokens().isPresent()) {
      demands.add("maxOutputTokens");
    }
    if (!terms.safetySettings().isEmpty()) {
      demands.add("safetySettings");
    }
    if (terms.modelArmor().isPresent()) {
      demands.add("modelArmor");
    }
    if (!terms.forbiddenFields().isEmpty()) {
      demands.add("forbiddenFields");
    }
    if (!terms.forbiddenTools().isEmpty()) {
      demands.add("forbiddenTools");
    }
    return demands;
  }
}
