package io.github.vertexbridge.jobs;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where a job stands, and where it may go from there: nothing else decides that. */
public enum JobState {
  /** Accepted; a message is on its way, or will be. */
  QUEUED,
  /** Somebody holds its lease, or Vertex AI works on it. */
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** Whether it has ended. */
  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }

  /** A failed job is queued again by an operator only. */
  Set<JobState> next() {
    return switch (this) {
      case QUEUED -> EnumSet.of(RUNNING, CANCELLED);
      case RUNNING -> EnumSet.of(QUEUED, SUCCEEDED, FAILED, CANCELLED);
      case FAILED -> EnumSet.of(QUEUED);
      case SUCCEEDED, CANCELLED -> EnumSet.noneOf(JobState.class);
    };
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<JobState> parse(String label) {
    return Arrays.stream(values()).filter(state -> state.label().equals(label)).findFirst();
  }
}
