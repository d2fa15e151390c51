package io.github.vertexbridge.call;

import java.util.Optional;

/**
 * The policy's answer for a caller and a target.
 *
 * @param allowed whether the call may go on
 * @param rule the rule that allowed it, or the closest one that did not match; empty if there is
 *     none
 * @param reason one sentence for people: why
 * @param as the service account to call as; empty for the default of the settings
 * @param terms what the rule demands of the call
 * @param limits how much the rule allows
 * @param shadow one sentence: what the observe-only rules would have done, if that is something
 *     else
 */
public record Decision(
    boolean allowed,
    Optional<String> rule,
    String reason,
    Optional<ServiceAccount> as,
    Terms terms,
    Limits limits,
    Optional<String> shadow) {

  /** This decision with a note of what the observe-only rules would have done. */
  public Decision withShadow(String note) {
    return new Decision(allowed, rule, reason, as, terms, limits, Optional.of(note));
  }
}
