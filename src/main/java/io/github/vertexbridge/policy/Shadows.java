package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.ServiceAccount;
import java.util.Optional;

/** Compares what is decided with what would be, were the observe-only rules in force. */
final class Shadows {
  private Shadows() {}

  /** One sentence, if the outcome would be another: allowed or not, or as whom. */
  static Optional<String> difference(Decision live, Decision shadow) {
    if (live.allowed() && !shadow.allowed()) {
      return Optional.of("With the shadow rules it is denied: " + shadow.reason());
    }
    if (!live.allowed() && shadow.allowed()) {
      return Optional.of("With the shadow rules it is allowed: " + shadow.reason());
    }
    return live.as().equals(shadow.as())
        ? Optional.empty()
        : Optional.of(
            "With the shadow rules it is made as "
                + shadow.as().map(ServiceAccount::value).orElse("the default account")
                + ", by rule "
                + shadow.rule().orElse("?")
                + ".");
  }
}
