package io.github.vertexbridge.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the page shows, at one moment. Parts that a release does not report are empty.
 *
 * @param at when
 * @param app which app
 * @param tokens the federated token, then one a service account
 * @param activity what calls and hops did since the start
 * @param policy version of the policy that decides now
 * @param audit whether calls can be audited
 * @param queues messages that wait, by queue
 * @param cooling targets that are left alone for a while
 * @param limits budgets of rules
 * @param jobs jobs by state
 */
public record Snapshot(
    Instant at,
    App app,
    List<Token> tokens,
    Activity activity,
    String policy,
    Optional<Audit> audit,
    List<Queue> queues,
    Optional<List<Cooling>> cooling,
    Optional<List<Limit>> limits,
    Optional<List<Count>> jobs) {

  public Snapshot {
    tokens = List.copyOf(tokens);
    queues = List.copyOf(queues);
  }

  /** Version, instance and slot. */
  public record App(String version, String project, String instance, String slot) {}

  /**
   * A cached token, by what it is for.
   *
   * @param as service account, or {@code federated principal}
   * @param expiry of the token, if there is one
   * @param next refresh or attempt
   * @param failures in a row
   * @param problem why the last attempt failed
   */
  public record Token(
      String as,
      boolean valid,
      Optional<Instant> expiry,
      Optional<Instant> next,
      int failures,
      Optional<String> problem,
      long exchanges,
      long mints) {}

  /**
   * Whether audit lines are written.
   *
   * @param required whether calls are refused while they are not
   * @param failingSince since when not
   * @param cause why not
   * @param waiting lines that wait to be written
   * @param lost lines that never will be
   * @param written lines that are
   */
  public record Audit(
      boolean required,
      Optional<Instant> failingSince,
      Optional<String> cause,
      long waiting,
      long lost,
      long written) {}

  /** Messages in a queue; empty if it could not be asked. */
  public record Queue(String name, Optional<Integer> messages) {}

  /** A target that is not called before a moment. */
  public record Cooling(String target, Duration left, String cause) {}

  /** A budget: how much of it is used. */
  public record Limit(String rule, String name, long used, long budget) {}

  /** Something counted. */
  public record Count(String name, long count) {}
}
