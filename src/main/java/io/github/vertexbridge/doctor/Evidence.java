package io.github.vertexbridge.doctor;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that the doctor judges by; each part may be missing, and what needs it is then left out.
 *
 * @param now what the time is
 * @param settings of the app
 * @param deployment what was deployed
 * @param policy the policy file
 * @param observed what the running app saw
 */
public record Evidence(
    Instant now,
    Optional<AppSettings> settings,
    Optional<Deployment> deployment,
    Optional<PolicyFile> policy,
    Optional<Observed> observed) {

  /** What is missing, if the settings are: a check's answer to {@link Check#missing}. */
  Optional<String> withoutSettings() {
    return settings.isPresent()
        ? Optional.empty()
        : Optional.of("the app's settings (--settings or --url)");
  }

  /** The same for what was deployed. */
  Optional<String> withoutDeployment() {
    return deployment.isPresent()
        ? Optional.empty()
        : Optional.of("what was deployed (--infra), to compare the token with");
  }

  Optional<String> setting(String name) {
    return settings.flatMap(all -> all.get(name));
  }

  Optional<Look> look(Step step) {
    return observed.flatMap(all -> all.first(step));
  }

  /**
   * Claims of the subject token that the app got, or those that it should get; empty if unknown.
   */
  Map<String, Object> claims() {
    return look(Step.MANAGED_IDENTITY)
        .filter(Look::isOk)
        .map(Look::claims)
        .orElseGet(() -> Claims.expected(this));
  }

  /** Whether the claims are those of a token, not a forecast. */
  boolean hasToken() {
    return look(Step.MANAGED_IDENTITY).map(Look::isOk).orElse(false);
  }
}
