package io.github.vertexbridge.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobStateTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final Lease LEASE = new Lease("owner", NOW.plus(Duration.ofMinutes(1)));
  private static final JobResult RESULT =
      new JobResult(new Claim("blob", "00", 2), 200, "application/json");

  private static JobStatus running() {
    return JobStatus.accepted(NOW).claimed(LEASE, NOW);
  }

  @Test
  void next_thenOnlyFailedJobsComeBack() {
    for (JobState state : JobState.values()) {
      if (state.ended()) {
        assertThat(state.next())
            .isEqualTo(state == JobState.FAILED ? Set.of(JobState.QUEUED) : Set.of());
      }
    }
    assertThat(JobState.QUEUED.next()).doesNotContain(JobState.SUCCEEDED, JobState.FAILED);
  }

  @Test
  void moves_whenIllegal_thenRefused() {
    JobStatus done = running().succeeded(RESULT, Optional.empty(), Set.of(), NOW);
    JobStatus cancelled = running().cancelled(Set.of(), NOW);

    assertThatThrownBy(
            () -> JobStatus.accepted(NOW).succeeded(RESULT, Optional.empty(), Set.of(), NOW))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> done.claimed(LEASE, NOW)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> done.replayed(NOW)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> done.cancelled(Set.of(), NOW))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> cancelled.succeeded(RESULT, Optional.empty(), Set.of(), NOW.plusSeconds(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void claimed_thenTheAttemptIsCountedAndTheLeaseHolds() {
    JobStatus status = running();

    assertThat(status.attempts()).isEqualTo(1);
    assertThat(status.held(NOW)).isTrue();
    assertThat(status.held(NOW.plus(Duration.ofMinutes(2)))).isFalse();
  }
}
