package io.github.vertexbridge.jobs;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What of a job changes. Its methods are the moves that there are; each checks that it is legal.
 *
 * @param state where it stands
 * @param attempts how often it was begun
 * @param changed when the state last changed
 * @param notBefore when it may be begun
 * @param lease who works on it
 * @param ran what the policy said at the last attempt
 * @param cause why the last attempt failed
 * @param result what Vertex answered
 * @param followed the Vertex job that it stands for
 * @param cancelAsked whether its caller wants it to end
 * @param owed what is still to be sent
 * @param poison whether it waits for an operator
 */
public record JobStatus(
    JobState state,
    int attempts,
    Instant changed,
    Instant notBefore,
    Optional<Lease> lease,
    Optional<Verdict> ran,
    Optional<Cause> cause,
    Optional<JobResult> result,
    Optional<Followed> followed,
    boolean cancelAsked,
    Set<Owed> owed,
    boolean poison) {

  public JobStatus {
    owed = Set.copyOf(owed);
  }

  /** Accepted now. */
  static JobStatus accepted(Instant now) {
    return new Edit(JobState.QUEUED, now).done();
  }

  /** Begun: the attempt is written ahead of its work. Also of a job whose lease ran out. */
  JobStatus claimed(Lease lease, Instant now) {
    Edit edit = edit(JobState.RUNNING, now);
    edit.attempts = attempts + 1;
    edit.lease = Optional.of(lease);
    return edit.done();
  }

  /** Held on to. */
  JobStatus renewed(Lease lease) {
    Edit edit = edit(JobState.RUNNING, changed);
    edit.lease = Optional.of(lease);
    return edit.done();
  }

  /** To be tried again, not before a moment. */
  JobStatus putBack(Cause why, Optional<Verdict> verdict, Instant begin, Instant now) {
    Edit edit = edit(JobState.QUEUED, now);
    edit.lease = Optional.empty();
    edit.ran = verdict;
    edit.cause = Optional.of(why);
    edit.notBefore = begin;
    return edit.done();
  }

  /** Given back because the process ends: as if this attempt had not been begun. */
  JobStatus givenBack(Cause why, Instant now) {
    Edit edit = edit(JobState.QUEUED, now);
    edit.attempts = attempts - 1;
    edit.lease = Optional.empty();
    edit.cause = Optional.of(why);
    edit.notBefore = now;
    return edit.done();
  }

  JobStatus succeeded(JobResult answer, Optional<Verdict> verdict, Set<Owed> toSend, Instant now) {
    Edit edit = ended(JobState.SUCCEEDED, toSend, now);
    edit.ran = verdict;
    edit.result = Optional.of(answer);
    return edit.done();
  }

  JobStatus failed(Cause why, Optional<Verdict> verdict, Set<Owed> toSend, Instant now) {
    Edit edit = ended(JobState.FAILED, toSend, now);
    edit.ran = verdict;
    edit.cause = Optional.of(why);
    edit.poison = toSend.contains(Owed.POISON);
    return edit.done();
  }

  JobStatus cancelled(Set<Owed> toSend, Instant now) {
    Edit edit = ended(JobState.CANCELLED, toSend, now);
    edit.cancelAsked = true;
    return edit.done();
  }

  private Edit ended(JobState end, Set<Owed> toSend, Instant now) {
    Edit edit = edit(end, now);
    edit.lease = Optional.empty();
    edit.owed = toSend;
    return edit;
  }

  /** Its caller wants it to end, which Vertex AI has to be told first. */
  JobStatus cancelWanted() {
    Edit edit = edit(state, changed);
    edit.cancelAsked = true;
    return edit.done();
  }

  /** Vertex AI works on it: nobody holds it meanwhile. */
  JobStatus following(Followed job, Optional<Verdict> verdict, Instant now) {
    Edit edit = edit(JobState.RUNNING, now);
    edit.lease = Optional.empty();
    edit.followed = Optional.of(job);
    edit.ran = verdict;
    return edit.done();
  }

  /** All that was owed is sent. */
  JobStatus settled() {
    Edit edit = edit(state, changed);
    edit.owed = EnumSet.noneOf(Owed.class);
    return edit.done();
  }

  /** An operator lets it run again, as if it had just come. */
  JobStatus replayed(Instant now) {
    Edit edit = edit(JobState.QUEUED, now);
    edit.attempts = 0;
    edit.notBefore = now;
    edit.followed = Optional.empty();
    edit.cancelAsked = false;
    edit.owed = EnumSet.noneOf(Owed.class);
    edit.poison = false;
    return edit.done();
  }

  /** An operator has seen it: it may expire. */
  JobStatus dropped() {
    Edit edit = edit(state, changed);
    edit.owed = EnumSet.noneOf(Owed.class);
    edit.poison = false;
    return edit.done();
  }

  /** Whether somebody works on it at this moment. */
  boolean held(Instant now) {
    return lease.filter(held -> held.until().isAfter(now)).isPresent();
  }

  private Edit edit(JobState to, Instant now) {
    if (to != state && !state.next().contains(to)) {
      throw new IllegalStateException("a job can't go from " + state + " to " + to);
    }
    if (to == state && state.ended() && !now.equals(changed)) {
      throw new IllegalStateException("a job can't end twice");
    }
    Edit edit = new Edit(to, now);
    edit.attempts = attempts;
    edit.notBefore = notBefore;
    edit.lease = lease;
    edit.ran = ran;
    edit.cause = cause;
    edit.result = result;
    edit.followed = followed;
    edit.cancelAsked = cancelAsked;
    edit.owed = owed;
    edit.poison = poison;
    return edit;
  }

  /** A status under way. */
  private static final class Edit {
    private final JobState state;
    private final Instant changed;
    private int attempts;
    private Instant notBefore;
    private Optional<Lease> lease = Optional.empty();
    private Optional<Verdict> ran = Optional.empty();
    private Optional<Cause> cause = Optional.empty();
    private Optional<JobResult> result = Optional.empty();
    private Optional<Followed> followed = Optional.empty();
    private boolean cancelAsked;
    private Set<Owed> owed = EnumSet.noneOf(Owed.class);
    private boolean poison;

    private Edit(JobState state, Instant changed) {
      this.state = state;
      this.changed = changed;
      this.notBefore = changed;
    }

    private JobStatus done() {
      return new JobStatus(
          state,
          attempts,
          changed,
          notBefore,
          lease,
          ran,
          cause,
          result,
          followed,
          cancelAsked,
          owed,
          poison);
    }
  }
}
