package io.github.vertexbridge.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.storage.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Jobs that stand for jobs at Vertex AI. */
class VertexJobsTest {
  private final TestClock clock = new TestClock(Instant.parse("2026-11-26T10:00:00Z"));
  private final MemoryStorage storage = new MemoryStorage(clock);
  private final FakeWork work = new FakeWork(clock);
  private final Jobs.Places places =
      new Jobs.Places(storage.table(), storage.table(), storage.container(), storage.queues());
  private final Bench bench = new Bench(places, work, clock);

  private Job submit() {
    return bench.submit(
        "k",
        JobOrder.vertexJob(JobKind.CUSTOM_JOB, new Location("europe-west4")).withAnnouncement());
  }

  private static String name(Job job) {
    return "customJobs/" + job.id().displayName();
  }

  private void atVertex(Job job, String state, JobState end) {
    work.vertexJobs.put(name(job), FakeWork.state(name(job), state, Optional.of(end)));
  }

  @Test
  void follow_thenRemindersDoubleUntilItEnds() {
    Job job = submit();
    bench.deliver();
    assertThat(bench.job(job).state()).isEqualTo(JobState.RUNNING);
    assertThat(storage.texts(Names.WATCH)).containsExactly(job.id() + " 0");

    for (int seconds : new int[] {30, 60, 120, 240, 480, 600, 600}) {
      assertThat(storage.delay(Names.WATCH)).isEqualTo(Duration.ofSeconds(seconds));
      clock.advance(Duration.ofSeconds(seconds));
      bench.deliver();
    }
    atVertex(job, "JOB_STATE_SUCCEEDED", JobState.SUCCEEDED);
    clock.advance(Duration.ofMinutes(10));
    bench.deliver();

    Job done = bench.job(job);
    assertThat(done.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(done.status().followed().orElseThrow().output()).contains("gs://bucket/out");
    assertThat(new String(bench.jobs.result(done).body(), java.nio.charset.StandardCharsets.UTF_8))
        .contains(name(job));
    assertThat(storage.texts(Names.WATCH)).isEmpty();
    assertThat(storage.texts(Names.RESULTS)).hasSize(1);
    assertThat(work.creates).isEqualTo(1);
  }

  @Test
  void follow_whenItFailsAtVertex_thenVertexsWordsAreTheCause() {
    Job job = submit();
    bench.deliver();
    atVertex(job, "JOB_STATE_FAILED", JobState.FAILED);
    clock.advance(Duration.ofSeconds(30));

    bench.deliver();

    Cause cause = bench.job(job).status().cause().orElseThrow();
    assertThat(cause.code()).isEqualTo(FailureCode.VERTEX_JOB_FAILED);
    assertThat(cause.hop()).contains(Hop.VERTEX);
    assertThat(cause.seen()).contains("out of memory");
  }

  @Test
  void follow_whenRemindersAreRepeated_thenOneGoesOn() {
    Job job = submit();
    bench.deliver();
    clock.advance(Duration.ofSeconds(30));

    bench.handle(Names.WATCH, job.id() + " 0");
    bench.handle(Names.WATCH, job.id() + " 0");
    bench.deliver();

    assertThat(storage.texts(Names.WATCH)).containsExactly(job.id() + " 1");
  }

  @Test
  void follow_whenVertexIsDown_thenItLooksLater() {
    Job job = submit();
    bench.deliver();
    work.failures.add(
        Failure.at(Hop.VERTEX, FailureCode.VERTEX_UNAVAILABLE, "It is down.", "Wait."));
    clock.advance(Duration.ofSeconds(30));

    bench.deliver();

    assertThat(bench.job(job).state()).isEqualTo(JobState.RUNNING);
    assertThat(storage.texts(Names.WATCH)).containsExactly(job.id() + " 1");
  }

  @Test
  void create_whenTheProcessEndedAfterIt_thenItIsFoundAndNotMadeAgain() {
    Job job = submit();
    storage.down(""); // up
    JobWork dying = new DyingAfterCreate(work);
    Bench first = new Bench(places, dying, clock);
    assertThatThrownBy(first::deliver).isInstanceOf(Throwable.class);
    clock.advance(Duration.ofMinutes(3));

    bench.jobs.operations().sweep(Duration.ZERO);
    bench.deliver();

    assertThat(work.creates).isEqualTo(1);
    assertThat(bench.job(job).status().followed()).isPresent();
  }

  private record DyingAfterCreate(FakeWork work) implements JobWork {
    @Override
    public Verdict admit(io.github.vertexbridge.call.Caller caller, JobOrder order, byte[] body) {
      return work.admit(caller, order, body);
    }

    @Override
    public io.github.vertexbridge.call.Share share(Job job) {
      return work.share(job);
    }

    @Override
    public io.github.vertexbridge.call.Answer call(Job job, byte[] body, Run run) {
      return work.call(job, body, run);
    }

    @Override
    public VertexJob create(Job job, byte[] body, Run run) {
      work.create(job, body, run);
      throw new AssertionError("the process ends");
    }

    @Override
    public VertexJob look(Job job, String name, io.github.vertexbridge.call.Deadline deadline) {
      return work.look(job, name, deadline);
    }

    @Override
    public void cancel(Job job, String name, io.github.vertexbridge.call.Deadline deadline) {
      work.cancel(job, name, deadline);
    }
  }

  @Test
  void cancel_whenItRunsAtVertex_thenVertexIsToldAndItsStateFollows() {
    Job job = submit();
    bench.deliver();

    Job asked = bench.jobs.cancel(bench.job(job), Bench.caller(1));
    assertThat(asked.state()).isEqualTo(JobState.RUNNING);
    assertThat(asked.status().cancelAsked()).isTrue();
    assertThat(work.cancels).isEqualTo(1);
    clock.advance(Duration.ofSeconds(30));
    bench.deliver();

    assertThat(bench.job(job).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void sweep_whenAReminderIsLost_thenItIsSentAgain() {
    Job job = submit();
    bench.deliver();
    clock.advance(Duration.ofMinutes(1));
    places.queues().receive(Names.WATCH, Duration.ofDays(7)); // nobody comes back with it
    clock.advance(Duration.ofMinutes(4));
    atVertex(job, "JOB_STATE_SUCCEEDED", JobState.SUCCEEDED);

    bench.jobs.operations().sweep(Duration.ZERO);
    bench.deliver();

    assertThat(bench.job(job).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void watch_whenItIsNoReminder_thenPoison() {
    bench.handle(Names.WATCH, "{\"DequeueCount\":\"x\"}");

    assertThat(storage.texts(Names.poisonOf(Names.WATCH))).hasSize(1);
  }
}
