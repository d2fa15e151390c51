package io.github.vertexbridge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Limits;
import io.github.vertexbridge.identity.ManualClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever happens in whatever order, a minute never has more than its limit. */
class LimiterOrderTest {

  @Property(tries = 300)
  void requests_whenInstancesCallCrashAndLoseTheTable_thenNoMinuteHasMore(
      @ForAll long seed,
      @ForAll boolean skewed,
      @ForAll @IntRange(min = 1, max = 4) int instances,
      @ForAll @IntRange(min = 1, max = 200) int limit) {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock();
    MemoryTable table = new MemoryTable(clock);
    Limits limits = Instances.requests(limit);
    List<Limiter> running = new ArrayList<>();
    List<InstantSource> clocks = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      Duration skew = Duration.ofMillis(skewed ? random.nextInt(4_000) - 2_000L : 0);
      clocks.add(() -> clock.instant().plus(skew));
      running.add(Instances.instance(table, clocks.get(i), "i" + i));
    }
    Map<Long, Integer> counts = new HashMap<>();
    for (int step = 0; step < 600; step++) {
      int i = random.nextInt(instances);
      switch (random.nextInt(20)) {
        case 0 -> clock.advance(Duration.ofMillis(random.nextInt(15_000)));
        case 1 -> running.get(i).tend();
        case 2 -> running.set(i, Instances.instance(table, clocks.get(i), "i" + i + "x" + step));
        case 3 -> {
          running.get(i).close();
          running.set(i, Instances.instance(table, clocks.get(i), "i" + i + "y" + step));
        }
        case 4 -> table.down(random.nextInt(3) == 0);
        case 5 -> {
          Limiter other = running.get(random.nextInt(instances));
          table.meanwhile(other::tend);
        }
        default -> {
          if (Instances.call(running.get(i), limits, 1, clocks.get(i))) {
            counts.merge(clock.instant().getEpochSecond() / 60, 1, Integer::sum);
          }
        }
      }
    }
    if (!skewed) {
      assertThat(counts.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(limit));
    }
    // Clocks that differ begin a minute at different moments, but it is one minute for all.
    assertThat(counts.values().stream().mapToInt(count -> count).sum())
        .isLessThanOrEqualTo(limit * table.windows());
  }

  @Test
  void requests_whenManyThreadsOfTwoInstancesCall_thenExactlyTheLimitGetsThrough()
      throws InterruptedException {
    ManualClock clock = new ManualClock();
    MemoryTable table = new MemoryTable(clock);
    ExecutorService leases = Executors.newFixedThreadPool(4);
    ExecutorService callers = Executors.newFixedThreadPool(16);
    Limits limits = Instances.requests(5_000);
    AtomicInteger through = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(16);
    List<Limiter> instances =
        List.of(
            Instances.instance(table, clock, "a", leases),
            Instances.instance(table, clock, "b", leases));
    for (int i = 0; i < 16; i++) {
      Limiter limiter = instances.get(i % 2);
      callers.execute(
          () -> {
            for (int call = 0; call < 1_000; call++) {
              through.addAndGet(Instances.call(limiter, limits, 1, clock) ? 1 : 0);
            }
            done.countDown();
          });
    }
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    callers.shutdownNow();
    leases.shutdownNow();

    assertThat(through.get()).isBetween(4_990, 5_000);
  }
}
