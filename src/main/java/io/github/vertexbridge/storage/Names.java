package io.github.vertexbridge.storage;

import java.util.List;

/** The one list of names in the storage account: code, infrastructure and doctor read it. */
public final class Names {
  /** Work that comes in. */
  public static final String REQUESTS = "vertex-requests";

  /** Results of that work. */
  public static final String RESULTS = "vertex-results";

  /** Reminders to look at Vertex jobs. */
  public static final String WATCH = "vertex-watch";

  /** Records of jobs: one row a job. */
  public static final String JOBS = "vertexjobs";

  /** When to look at which job, what is in poison, and who sweeps. */
  public static final String AGENDA = "vertexagenda";

  /** What instances have leased of the limits of rules: one row a count. */
  public static final String LIMITS = "vertexlimits";

  /** Container of jobs' bodies and results. */
  public static final String BODIES = "vertex-jobs";

  /** Container of audit lines, in append blobs. */
  public static final String AUDIT = "vertex-audit";

  private static final String POISON = "-poison";

  private Names() {}

  /** Where messages of a queue go that cannot be handled: the host's own naming. */
  public static String poisonOf(String queue) {
    return queue + POISON;
  }

  /** Every queue that must exist before the app starts: the host creates none. */
  public static List<String> queues() {
    return List.of(
        REQUESTS, poisonOf(REQUESTS), RESULTS, poisonOf(RESULTS), WATCH, poisonOf(WATCH));
  }

  /** Every table that must exist before the app starts. */
  public static List<String> tables() {
    return List.of(JOBS, AGENDA, LIMITS);
  }

  /** Every container that must exist before the app starts. */
  public static List<String> containers() {
    return List.of(BODIES, AUDIT);
  }
}
