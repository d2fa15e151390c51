package io.github.vertexbridge.jobs;

import java.time.Duration;

/**
 * How jobs are run.
 *
 * @param attempts how often a job is tried
 * @param lease how long an instance that stopped without a word keeps a job
 * @param retention how long records and results of ended jobs are kept
 * @param deadline of one attempt; below the functionTimeout of host.json
 * @param slots jobs that run at once in this process without keeping messages waiting: the
 *     newBatchThreshold of host.json
 */
public record JobRules(
    int attempts, Duration lease, Duration retention, Duration deadline, int slots) {
  /** Below the functionTimeout of host.json. */
  private static final Duration DEADLINE = Duration.ofMinutes(8);

  private static final int SLOTS = 8;

  public JobRules(int attempts, Duration lease, Duration retention) {
    this(attempts, lease, retention, DEADLINE, SLOTS);
  }
}
