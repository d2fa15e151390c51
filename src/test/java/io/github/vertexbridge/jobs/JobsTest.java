package io.github.vertexbridge.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.storage.Blobs;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.storage.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The life of jobs, well and ill, over storage in memory. */
class JobsTest {
  private static final String POISON = Names.poisonOf(Names.REQUESTS);

  private final TestClock clock = new TestClock(Instant.parse("2026-11-26T10:00:00Z"));
  private final MemoryStorage storage = new MemoryStorage(clock);
  private final FakeWork work = new FakeWork(clock);
  private final Jobs.Places places =
      new Jobs.Places(storage.table(), storage.table(), storage.container(), storage.queues());
  private final Bench bench = new Bench(places, work, clock);

  private static Failure throttled() {
    return Failure.at(Hop.VERTEX, FailureCode.VERTEX_THROTTLED, "Vertex answered 429.", "Wait.")
        .withRetryAfter(Duration.ofSeconds(39));
  }

  private static Failure refused() {
    return Failure.at(Hop.VERTEX, FailureCode.VERTEX_INVALID_REQUEST, "It was 400.", "Mend it.");
  }

  private static FailureCode code(ThrowingCallable call) {
    FailureException thrown = catchThrowableOfType(FailureException.class, call);
    assertThat(thrown).isNotNull();
    return thrown.failure().code();
  }

  @Test
  void submit_whenItRuns_thenTheResultIsVertexsAndBothDecisionsAreKept() {
    Job job = bench.submit("k");
    assertThat(storage.texts(Names.REQUESTS)).containsExactly(job.id().value());

    bench.deliver();

    Job done = bench.job(job);
    assertThat(done.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(done.status().attempts()).isEqualTo(1);
    assertThat(done.spec().admitted()).isPresent();
    assertThat(done.status().ran()).isPresent();
    assertThat(bench.jobs.result(done).body()).isEqualTo(Bench.body("k"));
    assertThat(work.calls).isEqualTo(Map.of(job.id(), 1));
    assertThat(storage.texts(Names.RESULTS)).isEmpty(); // not asked for
    assertThat(bench.events).containsExactly("accepted", "begun", "succeeded");
  }

  @Test
  void submit_whenTheKeyWasUsed_thenTheSameJobOrARefusal() {
    Job first = bench.submit("k");
    Job again = bench.submit("k");
    Job other =
        bench.jobs.submit(
            Bench.caller(2),
            "k",
            Bench.order(),
            Bench.body("other"),
            CorrelationId.fresh(),
            Optional.empty());

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(storage.texts(Names.REQUESTS)).hasSize(2); // two jobs, one message each
    assertThat(other.id()).isNotEqualTo(first.id()); // keys are a caller's own
    assertThat(
            code(
                () ->
                    bench.jobs.submit(
                        Bench.caller(1),
                        "k",
                        Bench.order(),
                        Bench.body("changed"),
                        CorrelationId.fresh(),
                        Optional.empty())))
        .isEqualTo(FailureCode.IDEMPOTENCY_KEY_REUSED);
  }

  @Test
  void submit_whenDenied_thenNothingIsStored() {
    work.allowed = false;

    assertThat(code(() -> bench.submit("k"))).isEqualTo(FailureCode.POLICY_DENIED);

    assertThat(storage.blobs()).isEmpty();
    assertThat(bench.jobs.list(Optional.empty(), Optional.empty(), Optional.empty(), 9)).isEmpty();
  }

  @Test
  void submit_whenTableOrBlobServiceIsDown_thenUnavailableAndNothingHalfAccepted() {
    for (String service : List.of("table", "blob")) {
      storage.down(service);
      assertThat(code(() -> bench.submit("k"))).isEqualTo(FailureCode.STORAGE_UNAVAILABLE);
      storage.down("");
      assertThat(bench.jobs.list(Optional.empty(), Optional.empty(), Optional.empty(), 9))
          .isEmpty();
      assertThat(storage.texts(Names.REQUESTS)).isEmpty();
    }
  }

  @Test
  void submit_whenTheQueueIsDown_thenAcceptedAndTheSweepQueuesIt() {
    storage.down("queue");
    Job job = bench.submit("k");
    storage.down("");
    assertThat(storage.texts(Names.REQUESTS)).isEmpty();
    clock.advance(Duration.ofMinutes(3));

    bench.jobs.operations().sweep(Duration.ZERO);
    bench.deliver();

    assertThat(bench.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(bench.events).contains("found");
  }

  @Test
  void get_whenItIsAnothers_thenUnknown() {
    Job job = bench.submit("k");

    assertThat(code(() -> bench.jobs.get(job.id().value(), Optional.of(Bench.caller(2)))))
        .isEqualTo(FailureCode.JOB_UNKNOWN);
    assertThat(code(() -> bench.jobs.get("nonsense", Optional.empty())))
        .isEqualTo(FailureCode.JOB_UNKNOWN);
    assertThat(bench.jobs.get(job.id().value(), Optional.of(Bench.caller(1)))).isNotNull();
  }

  @Test
  void list_thenOnesOwnByStateAndPage() {
    for (int i = 0; i < 5; i++) {
      bench.submit("k" + i);
    }
    bench.jobs.submit(
        Bench.caller(2),
        "k",
        Bench.order(),
        Bench.body("k"),
        CorrelationId.fresh(),
        Optional.empty());

    Optional<Caller> me = Optional.of(Bench.caller(1));
    List<Job> first = bench.jobs.list(me, Optional.of(JobState.QUEUED), Optional.empty(), 3);
    List<Job> second =
        bench.jobs.list(me, Optional.of(JobState.QUEUED), Optional.of(first.get(2).id()), 3);

    assertThat(first).hasSize(3);
    assertThat(second).hasSize(2).doesNotContainAnyElementsOf(first);
    assertThat(bench.jobs.list(me, Optional.of(JobState.FAILED), Optional.empty(), 9)).isEmpty();
    assertThat(bench.jobs.list(Optional.empty(), Optional.empty(), Optional.empty(), 9)).hasSize(6);
  }

  @Test
  void run_whenThrottled_thenANewMessageAfterTheDelayThatVertexAskedFor() {
    work.failures.add(throttled());
    Job job = bench.submit("k");

    bench.deliver();

    Job back = bench.job(job);
    assertThat(back.state()).isEqualTo(JobState.QUEUED);
    assertThat(back.status().cause().orElseThrow().hop()).contains(Hop.VERTEX);
    assertThat(storage.texts(Names.REQUESTS)).containsExactly(job.id().value());
    assertThat(storage.delay(Names.REQUESTS))
        .isBetween(Duration.ofSeconds(39), Duration.ofSeconds(47));
    clock.advance(Duration.ofSeconds(48));
    bench.deliver();
    assertThat(bench.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(bench.job(job).status().attempts()).isEqualTo(2);
  }

  @Test
  void run_whenEveryAttemptFails_thenPoisonWithCauseAndHopAndWithoutExpiry() {
    for (int i = 0; i < 3; i++) {
      work.failures.add(throttled());
    }
    Job job = bench.submit("k");

    for (int i = 0; i < 3; i++) {
      bench.deliver();
      clock.advance(Duration.ofMinutes(1));
    }

    Job failed = bench.job(job);
    assertThat(failed.state()).isEqualTo(JobState.FAILED);
    assertThat(failed.status().poison()).isTrue();
    JsonObject poison = JsonParser.parseString(storage.texts(POISON).get(0)).getAsJsonObject();
    assertThat(poison.get("id").getAsString()).isEqualTo(job.id().value());
    assertThat(poison.getAsJsonObject("cause").get("hop").getAsString()).isEqualTo("vertex");
    assertThat(poison.getAsJsonObject("cause").get("attempt").getAsInt()).isEqualTo(3);
    assertThat(bench.jobs.operations().poison(Optional.empty(), 9)).hasSize(1);
    clock.advance(Duration.ofDays(400));
    bench.jobs.operations().sweep(Duration.ZERO);
    assertThat(bench.jobs.operations().poison(job.id().value()).has("record")).isTrue();
  }

  @Test
  void run_whenItFailsForGood_thenAtOnceWithItsCause() {
    work.failures.add(refused());
    Job job = bench.submit("k");

    bench.deliver();

    assertThat(bench.job(job).state()).isEqualTo(JobState.FAILED);
    assertThat(bench.job(job).status().cause().orElseThrow().code())
        .isEqualTo(FailureCode.VERTEX_INVALID_REQUEST);
    assertThat(storage.texts(POISON)).isEmpty();
    assertThat(code(() -> bench.jobs.result(bench.job(job))))
        .isEqualTo(FailureCode.JOB_RESULT_MISSING);
  }

  @Test
  void run_whenTheRightWasTakenAwayMeanwhile_thenDeniedAndBothDecisionsAreKept() {
    Job job = bench.submit("k");
    work.allowed = false;

    bench.deliver();

    Job failed = bench.job(job);
    assertThat(failed.status().cause().orElseThrow().code()).isEqualTo(FailureCode.POLICY_DENIED);
    assertThat(failed.spec().admitted().orElseThrow().allowed()).isTrue();
    assertThat(failed.status().ran().orElseThrow().allowed()).isFalse();
    assertThat(work.calls).isEmpty();
  }

  @Test
  void run_whenTheBodyWasTamperedWith_thenThatIsTheCause() {
    Job job = bench.submit("k");
    storage
        .blobs()
        .replaceAll(
            (name, blob) -> new Blobs.Blob("{}".getBytes(StandardCharsets.UTF_8), Map.of()));

    bench.deliver();

    assertThat(bench.job(job).status().cause().orElseThrow().code())
        .isEqualTo(FailureCode.JOB_TAMPERED);
    assertThat(work.calls).isEmpty();
  }

  @Test
  void run_whenMessagesAreRepeatedOrForged_thenTheRecordDecides() {
    Job job = bench.submit("k");
    work.meanwhile = () -> bench.handle(Names.REQUESTS, job.id().value());
    bench.handle(Names.REQUESTS, job.id().value()); // a duplicate comes while it runs
    work.meanwhile = () -> {};
    bench.handle(Names.REQUESTS, job.id().value()); // and after it

    assertThat(bench.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(work.calls).isEqualTo(Map.of(job.id(), 1));
    clock.advance(Duration.ofMinutes(2));
    bench.deliver(); // what was put off
    assertThat(work.calls).isEqualTo(Map.of(job.id(), 1));
    assertThat(storage.texts(Names.REQUESTS)).isEmpty();
  }

  @Test
  void run_whenTheMessageComesTooEarly_thenItComesAgain() {
    work.failures.add(throttled());
    Job job = bench.submit("k");
    bench.deliver();

    bench.handle(Names.REQUESTS, job.id().value());

    assertThat(work.calls).isEqualTo(Map.of(job.id(), 1));
    assertThat(storage.texts(Names.REQUESTS)).hasSize(2);
  }

  @Test
  void run_whenThereIsNoSuchJob_thenPoison() {
    String id = "0123456789012345678901234567890123456789";
    bench.handle(Names.REQUESTS, id);

    assertThat(storage.texts(POISON)).hasSize(1);
    assertThat(storage.texts(POISON).get(0)).contains("JOB_UNKNOWN", id);
  }

  @Test
  void cancel_whenQueued_thenItNeverRuns() {
    Job job = bench.submit("k", Bench.order().withAnnouncement());

    Job cancelled = bench.jobs.cancel(job, Bench.caller(1));
    bench.deliver();

    assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
    assertThat(work.calls).isEmpty();
    assertThat(storage.texts(Names.RESULTS)).hasSize(1);
    assertThat(bench.jobs.cancel(bench.job(job), Bench.caller(1)).state())
        .isEqualTo(JobState.CANCELLED);
  }

  @Test
  void cancel_whenItRuns_thenTheAnswerIsDropped() {
    Job job = bench.submit("k");
    work.meanwhile = () -> bench.jobs.cancel(bench.job(job), Bench.caller(1));

    bench.deliver();

    assertThat(bench.job(job).state()).isEqualTo(JobState.CANCELLED);
    assertThat(bench.job(job).status().result()).isEmpty();
  }

  @Test
  void result_whenAskedForOnTheQueue_thenOneMessageWithTheTrace() {
    Job job = bench.submit("k", Bench.order().withAnnouncement());

    bench.deliver();

    JsonObject message =
        JsonParser.parseString(storage.texts(Names.RESULTS).get(0)).getAsJsonObject();
    assertThat(message.get("id").getAsString()).isEqualTo(job.id().value());
    assertThat(message.get("state").getAsString()).isEqualTo("succeeded");
    assertThat(message.get("traceparent").getAsString()).isEqualTo("00-trace-01");
    assertThat(message.get("correlationId").getAsString())
        .isEqualTo(job.spec().correlationId().value());
    assertThat(storage.blobs()).containsKey(message.get("result").getAsString());
    assertThat(message.getAsJsonObject("body").get("text").getAsString()).isEqualTo("k");
    bench.handle(Names.REQUESTS, job.id().value());
    assertThat(storage.texts(Names.RESULTS)).hasSize(1);
  }

  @Test
  void replay_whenTheCauseIsMended_thenItSucceedsAndPoisonIsGone() {
    Job job = poisoned();

    bench.jobs.operations().replay(job.id().value(), Bench.caller(9));
    bench.deliver();
    bench.jobs.operations().sweep(Duration.ZERO);

    assertThat(bench.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(bench.job(job).status().attempts()).isEqualTo(1);
    assertThat(bench.jobs.operations().poison(Optional.empty(), 9)).isEmpty();
    assertThat(storage.texts(POISON)).isEmpty();
  }

  @Test
  void replay_whenTheCallerLostTheRight_thenRefused() {
    Job job = poisoned();
    work.allowed = false;

    assertThat(code(() -> bench.jobs.operations().replay(job.id().value(), Bench.caller(9))))
        .isEqualTo(FailureCode.POLICY_DENIED);
    assertThat(bench.job(job).state()).isEqualTo(JobState.FAILED);
    assertThat(bench.jobs.operations().poison(Optional.empty(), 9)).hasSize(1);
  }

  @Test
  void replay_whenTheJobDidNotFail_thenRefused() {
    Job job = bench.submit("k");
    bench.deliver();

    assertThat(code(() -> bench.jobs.operations().replay(job.id().value(), Bench.caller(9))))
        .isEqualTo(FailureCode.JOB_STATE);
  }

  @Test
  void drop_thenItIsOutOfPoisonAndExpires() {
    Job job = poisoned();

    bench.jobs.operations().drop(job.id().value(), Bench.caller(9));
    bench.jobs.operations().sweep(Duration.ZERO);

    assertThat(bench.jobs.operations().poison(Optional.empty(), 9)).isEmpty();
    assertThat(storage.texts(POISON)).isEmpty();
    clock.advance(Duration.ofDays(9));
    bench.jobs.operations().sweep(Duration.ZERO);
    assertThat(code(() -> bench.job(job))).isEqualTo(FailureCode.JOB_UNKNOWN);
  }

  private Job poisoned() {
    for (int i = 0; i < 3; i++) {
      work.failures.add(throttled());
    }
    Job job = bench.submit("poisoned");
    for (int i = 0; i < 3; i++) {
      bench.deliver();
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(bench.job(job).status().poison()).isTrue();
    return job;
  }

  @Test
  void sweep_whenTheRetentionIsOver_thenNothingIsLeft() {
    Job job = bench.submit("k");
    bench.deliver();
    clock.advance(Duration.ofMinutes(3));
    bench.jobs.operations().sweep(Duration.ZERO);
    clock.advance(Duration.ofDays(6));
    bench.jobs.operations().sweep(Duration.ZERO);
    assertThat(bench.job(job).state()).isEqualTo(JobState.SUCCEEDED);

    clock.advance(Duration.ofDays(2));
    bench.jobs.operations().sweep(Duration.ZERO);

    assertThat(code(() -> bench.job(job))).isEqualTo(FailureCode.JOB_UNKNOWN);
    assertThat(storage.blobs()).isEmpty();
    assertThat(
            places
                .agenda()
                .list(
                    new io.github.vertexbridge.storage.RowQuery(
                        Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), 9)))
        .isEmpty();
  }

  @Test
  void sweep_whenAJobIsJustBeingAccepted_thenItsBodyStays() {
    Table sweptBeforeInsert =
        new MemoryStorage.Hooked(places.jobs(), () -> bench.jobs.operations().sweep(Bench.AHEAD));
    Bench accepting =
        new Bench(
            new Jobs.Places(sweptBeforeInsert, places.agenda(), places.bodies(), places.queues()),
            work,
            clock);

    Job job = accepting.submit("k");
    bench.deliver();

    assertThat(bench.job(job).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void sweep_whenAJobWasNeverAccepted_thenNothingIsLeftOfIt() {
    Table full =
        new MemoryStorage.Hooked(
            places.jobs(),
            () -> {
              throw new AssertionError("the process ends");
            });
    Bench ending =
        new Bench(
            new Jobs.Places(full, places.agenda(), places.bodies(), places.queues()), work, clock);
    assertThatThrownBy(() -> ending.submit("k")).isInstanceOf(AssertionError.class);
    clock.advance(Duration.ofMinutes(3));

    bench.jobs.operations().sweep(Duration.ZERO);

    assertThat(storage.blobs()).isEmpty();
  }

  @Test
  void sweep_whenTheQueueHasNotComeToAJobYet_thenNoSecondMessage() {
    bench.submit("first");
    bench.submit("second");
    clock.advance(Duration.ofMinutes(3));

    bench.jobs.operations().sweep(Duration.ZERO);

    assertThat(storage.texts(Names.REQUESTS)).hasSize(2);
  }

  @Test
  void sweep_whenALeaseRanOut_thenTheJobRunsAgain() {
    Job job = bench.submit("k");
    work.meanwhile =
        () -> {
          throw new AssertionError("the process ends");
        };
    assertThatThrownBy(bench::deliver).isInstanceOf(AssertionError.class);
    work.meanwhile = () -> {};
    assertThat(bench.job(job).state()).isEqualTo(JobState.RUNNING);
    clock.advance(Duration.ofMinutes(3));

    bench.jobs.operations().sweep(Duration.ZERO);
    bench.deliver();

    assertThat(bench.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(bench.job(job).status().attempts()).isEqualTo(2);
  }

  @Test
  void putBackAll_whenAJobRuns_thenOthersRunItAtOnceAndTheAttemptDoesNotCount() {
    Job job = bench.submit("k");
    work.meanwhile =
        () -> {
          bench.jobs.putBackAll();
          throw new AssertionError("the process ends");
        };
    assertThatThrownBy(bench::deliver).isInstanceOf(AssertionError.class);
    work.meanwhile = () -> {};

    assertThat(bench.job(job).state()).isEqualTo(JobState.QUEUED);
    assertThat(bench.job(job).status().cause().orElseThrow().code())
        .isEqualTo(FailureCode.SHUTTING_DOWN);
    bench.deliver();
    assertThat(bench.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(bench.job(job).status().attempts()).isEqualTo(1);
  }

  @Test
  void putBackAll_whenTheAnswerStillComes_thenItIsUsed() {
    Job job = bench.submit("k");
    work.meanwhile = bench.jobs::putBackAll;
    bench.deliver();

    assertThat(bench.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(work.calls).isEqualTo(Map.of(job.id(), 1));
  }

  @Test
  void run_whenTheProcessEndsInEveryAttempt_thenPoisonSaysSo() {
    Job job = bench.submit("k");
    work.meanwhile =
        () -> {
          throw new AssertionError("the process ends");
        };
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> bench.handle(Names.REQUESTS, job.id().value()))
          .isInstanceOf(AssertionError.class);
      clock.advance(Duration.ofMinutes(2));
    }
    bench.handle(Names.REQUESTS, job.id().value());

    assertThat(work.calls).isEqualTo(Map.of(job.id(), 3));
    assertThat(bench.job(job).status().cause().orElseThrow().code())
        .isEqualTo(FailureCode.JOB_ABANDONED);
    assertThat(bench.job(job).status().poison()).isTrue();
  }

  @Test
  void sweep_whenTheHostGaveAMessageUp_thenItIsKeptWithACause() {
    storage.hostSends(POISON, "{\"what\":\"ever\"}");

    bench.jobs.operations().sweep(Duration.ZERO);

    assertThat(storage.texts(POISON)).hasSize(1);
    assertThat(storage.texts(POISON).get(0)).contains("JOB_ABANDONED", "ever");
    String id = bench.jobs.operations().poison(Optional.empty(), 9).get(0).get("id").getAsString();
    assertThat(bench.jobs.operations().poison(id).get("message").getAsString())
        .isEqualTo("{\"what\":\"ever\"}");
    bench.jobs.operations().sweep(Duration.ZERO);
    assertThat(storage.texts(POISON)).hasSize(1);

    bench.jobs.operations().replay(id, Bench.caller(9));
    assertThat(storage.texts(Names.REQUESTS)).containsExactly("{\"what\":\"ever\"}");
    bench.jobs.operations().sweep(Duration.ZERO);
    assertThat(storage.texts(POISON)).isEmpty();
  }

  @Test
  void sweep_whenTheHostGaveAJobsMessageUp_thenTheJobGoesOn() {
    Job job = bench.submit("k");
    String text = storage.texts(Names.REQUESTS).get(0);
    places
        .queues()
        .delete(
            Names.REQUESTS, places.queues().receive(Names.REQUESTS, Duration.ofMinutes(1)).get(0));
    storage.hostSends(POISON, text);

    bench.jobs.operations().sweep(Duration.ZERO);
    bench.deliver();

    assertThat(bench.job(job).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(storage.texts(POISON)).isEmpty();
  }

  @Test
  void sweepInTurn_whenAnotherInstanceHasJustSwept_thenNot() {
    Bench other = new Bench(places, work, clock);
    storage.down("queue");
    bench.submit("k");
    storage.down("");
    clock.advance(Duration.ofMinutes(3));

    bench.jobs.operations().sweepInTurn();
    clock.advance(Duration.ofSeconds(10));
    other.jobs.operations().sweepInTurn();
    assertThat(other.events).isEmpty();
    clock.advance(Duration.ofMinutes(5));
    other.jobs.operations().sweepInTurn();

    assertThat(bench.events).contains("found");
  }

  @Test
  void backlog_thenWhatWaitsAndWhatIsInPoison() {
    poisoned();
    bench.submit("a");
    clock.advance(Duration.ofSeconds(30));
    bench.submit("b");

    assertThat(bench.jobs.operations().backlog())
        .isEqualTo(new Backlog(2, Duration.ofSeconds(30), 0, 1));
  }
}
