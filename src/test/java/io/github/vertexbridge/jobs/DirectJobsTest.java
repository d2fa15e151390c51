package io.github.vertexbridge.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.storage.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Work that another program puts on the queue. */
class DirectJobsTest {
  private static final Caller QUEUE = Caller.ofQueue(Names.REQUESTS);
  private static final String ID = "0b3f7a52-9d0c-4a8e-9a55-3f1f2f5b6c7d";
  private static final String POISON = Names.poisonOf(Names.REQUESTS);

  private final TestClock clock = new TestClock(Instant.parse("2026-11-26T10:00:00Z"));
  private final MemoryStorage storage = new MemoryStorage(clock);
  private final FakeWork work = new FakeWork(clock);
  private final Bench bench =
      new Bench(
          new Jobs.Places(storage.table(), storage.table(), storage.container(), storage.queues()),
          work,
          clock);

  private void send(String body) {
    bench.jobs.runDirect(
        QUEUE, ID, Bench.order(), Bench.body(body), CorrelationId.fresh(), "invocation");
  }

  private List<JsonObject> results() {
    return storage.texts(Names.RESULTS).stream()
        .map(text -> JsonParser.parseString(text).getAsJsonObject())
        .toList();
  }

  @Test
  void runDirect_thenItsOwnIdIsOnTheResult() {
    send("a");

    assertThat(results()).hasSize(1);
    assertThat(results().get(0).get("id").getAsString()).isEqualTo(ID);
    assertThat(results().get(0).get("status").getAsInt()).isEqualTo(200);
  }

  @Test
  void runDirect_whenTheMessageComesAgain_thenNothingMoreHappens() {
    send("a");
    send("a");

    assertThat(work.calls).isEqualTo(Map.of(JobId.of(QUEUE, ID), 1));
    assertThat(results()).hasSize(1);
  }

  @Test
  void runDirect_whenItsIdWasUsedForSomethingElse_thenReused() {
    send("a");

    FailureException thrown = catchThrowableOfType(FailureException.class, () -> send("b"));
    assertThat(thrown.failure().code()).isEqualTo(FailureCode.IDEMPOTENCY_KEY_REUSED);
  }

  @Test
  void runDirect_whenItFailsForGood_thenPoisonAndTheProducerHears() {
    work.failures.add(Failure.of(FailureCode.ALIAS_UNKNOWN, "There is none.", "Use another."));

    send("a");

    assertThat(storage.texts(POISON)).hasSize(1);
    assertThat(storage.texts(POISON).get(0)).contains(ID, "ALIAS_UNKNOWN");
    assertThat(results().get(0).get("state").getAsString()).isEqualTo("failed");
    assertThat(results().get(0).getAsJsonObject("error").get("message").getAsString())
        .isEqualTo("ALIAS_UNKNOWN");
  }

  @Test
  void bury_whenAMessageIsTooLargeToLieBesideItsCause_thenItIsWholeInItsBlob() {
    String large = "\"".repeat(60_000); // each becomes two characters inside JSON
    Failure failure = Failure.of(FailureCode.QUEUE_MESSAGE_INVALID, "s", "r");

    bench.jobs.bury(large, Names.REQUESTS, failure, CorrelationId.fresh());

    JsonObject poison = JsonParser.parseString(storage.texts(POISON).get(0)).getAsJsonObject();
    assertThat(poison.has("message")).isFalse();
    assertThat(poison.get("messageSha256").getAsString()).hasSize(64);
    assertThat(
            bench
                .jobs
                .operations()
                .poison(poison.get("id").getAsString())
                .get("message")
                .getAsString())
        .isEqualTo(large);
    bench.jobs.operations().sweep(Duration.ZERO);
    assertThat(storage.texts(POISON)).hasSize(1);
    bench.jobs.operations().drop(poison.get("id").getAsString(), QUEUE);
    bench.jobs.operations().sweep(Duration.ZERO);
    assertThat(storage.texts(POISON)).isEmpty();
    assertThat(storage.blobs()).isEmpty();
    assertThat(bench.jobs.operations().poison(Optional.empty(), 9)).isEmpty();
  }
}
