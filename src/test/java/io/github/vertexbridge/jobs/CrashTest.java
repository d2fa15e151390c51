package io.github.vertexbridge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.storage.Blobs;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.storage.Queues;
import io.github.vertexbridge.storage.RealStorage;
import io.github.vertexbridge.storage.StorageAccount;
import io.github.vertexbridge.storage.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that end anywhere, over real storage: every accepted job ends well, no result is lost,
 * and Vertex is called twice only where that is documented. {@code -Dbridge.crashes=1000} for more.
 */
class CrashTest {
  private static final int CRASHES = Integer.getInteger("bridge.crashes", 200);
  private static final long SEED = Long.getLong("bridge.crashes.seed", 20261126L);

  /** Vertex has answered, and the answer is in no blob yet. */
  private static final List<String> WINDOW =
      List.of("after JobWork.call", "before Blobs.put result");

  private static final String NOWHERE = "nowhere";

  private static RealStorage storage;
  private static Table jobs;
  private static Table agenda;
  private static Blobs bodies;
  private static Queues queues;

  private final TestClock clock = new TestClock(Instant.now());
  private final FakeWork vertex = new FakeWork(clock);

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    storage = RealStorage.start(directory);
    StorageAccount account = storage.account();
    jobs = account.table(Names.JOBS);
    agenda = account.table(Names.AGENDA);
    bodies = account.container(Names.BODIES);
    queues = account.queues();
  }

  @AfterAll
  static void stop() {
    if (storage != null) {
      storage.close();
    }
  }

  private Bench process(CrashPoint crash) {
    return new Bench(
        new Jobs.Places(
            crash.around(Table.class, jobs),
            crash.around(Table.class, agenda),
            crash.around(Blobs.class, bodies),
            crash.around(Queues.class, queues)),
        crash.around(JobWork.class, vertex),
        clock);
  }

  /** What came of one job whose process ended somewhere. */
  private record Outcome(Job job, boolean accepted, String crashedAt) {}

  @Test
  void jobs_whenProcessesEndAnywhere_thenAllEndWellAndOnlyTheWindowCallsTwice() {
    int steps = undisturbed();
    Random random = new Random(SEED);
    List<Outcome> outcomes = new ArrayList<>();
    for (int crashes = 0, i = 0; crashes < CRASHES; i++) {
      outcomes.add(crash("crash-" + i, 1 + random.nextInt(steps)));
      crashes += outcomes.get(i).crashedAt().equals(NOWHERE) ? 0 : 1;
    }

    Bench last = process(new CrashPoint(0));
    last.jobs.operations().sweep(Bench.AHEAD);
    last.deliver();
    Map<String, Integer> twice = new TreeMap<>();
    Map<Integer, Integer> calls = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      if (!outcome.accepted()) {
        assertThat(vertex.calls).doesNotContainKey(outcome.job().id());
        continue;
      }
      Job job = last.job(outcome.job());
      assertThat(job.state()).as(outcome.crashedAt()).isEqualTo(JobState.SUCCEEDED);
      assertThat(last.jobs.result(job).body()).isNotEmpty();
      int count = vertex.calls.getOrDefault(job.id(), 0);
      calls.merge(count, 1, Integer::sum);
      if (count > 1) {
        twice.merge(outcome.crashedAt(), 1, Integer::sum);
      }
      assertThat(count).as(outcome.crashedAt()).isBetween(1, 2);
    }
    report(outcomes, calls, twice);
    assertThat(WINDOW).containsAll(twice.keySet());
    assertThat(last.jobs.operations().poison(Optional.empty(), 1)).isEmpty();
  }

  /** How many steps a job takes that nothing happens to. */
  private int undisturbed() {
    CrashPoint none = new CrashPoint(0);
    Bench bench = process(none);
    bench.submit("undisturbed", Bench.order().withAnnouncement());
    bench.deliver();
    return none.steps();
  }

  private Outcome crash(String key, int at) {
    CrashPoint point = new CrashPoint(at);
    Bench process = process(point);
    try {
      process.submit(key, Bench.order().withAnnouncement());
      deliver(process, point);
    } catch (CrashPoint.Crash e) {
      clock.advance(Duration.ofMinutes(3)); // leases end, and the first look is due
    }
    Bench next = process(new CrashPoint(0));
    next.deliver();
    next.jobs.operations().sweep(Duration.ZERO);
    next.deliver();
    JobId id = JobId.of(Bench.caller(1), key);
    boolean accepted = jobs.get(id.partition(), id.value()).isPresent();
    // A client that heard nothing repeats its request, with the same key.
    Job repeated = next.submit(key, Bench.order().withAnnouncement());
    if (!accepted) {
      next.jobs.cancel(repeated, Bench.caller(1));
    }
    return new Outcome(repeated, accepted, point.crashed().orElse(NOWHERE));
  }

  /** As the host does; when the process ends, the message is there again at once. */
  private static void deliver(Bench process, CrashPoint point) {
    for (Queues.Message message : queues.receive(Names.REQUESTS, Duration.ofMinutes(10))) {
      try {
        process.handle(Names.REQUESTS, message.text());
        point.step("before the host deletes the message");
      } catch (CrashPoint.Crash e) {
        queues.release(Names.REQUESTS, message);
        throw e;
      }
      queues.delete(Names.REQUESTS, message);
    }
  }

  private static void report(
      List<Outcome> outcomes, Map<Integer, Integer> calls, Map<String, Integer> twice) {
    long accepted = outcomes.stream().filter(Outcome::accepted).count();
    long crashed = outcomes.stream().filter(o -> !o.crashedAt().equals(NOWHERE)).count();
    int two = twice.values().stream().mapToInt(n -> n).sum();
    System.out.printf(
        "crashes: %d of %d processes ended before their work was done, seed %d; %d jobs accepted,"
            + " all succeeded%n",
        crashed, outcomes.size(), SEED, accepted);
    System.out.printf("crashes: Vertex calls a job: %s%n", calls);
    System.out.printf(
        "crashes: called twice after a crash %s: %d of %d (%.1f %%)%n",
        twice, two, crashed, 100.0 * two / Math.max(1, crashed));
    System.out.printf(
        "crashes: where: %s%n",
        new TreeMap<>(
            outcomes.stream()
                .collect(Collectors.groupingBy(Outcome::crashedAt, Collectors.counting()))));
  }
}
