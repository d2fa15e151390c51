package io.github.vertexbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FanOutTest {
  private final ExecutorService pool = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void run_whenAllGoWell_thenResultsAreInOrder() {
    assertThat(new FanOut(pool, 4).run(50, number -> number * number))
        .isEqualTo(IntStream.range(0, 50).map(n -> n * n).boxed().toList());
  }

  @Test
  void run_whenThereIsRoom_thenAsManyAsTheWidthAreUnderWayAtOnce() {
    CountDownLatch together = new CountDownLatch(3);

    List<Boolean> met =
        new FanOut(pool, 3)
            .run(
                3,
                number -> {
                  together.countDown();
                  return await(together);
                });

    assertThat(met).containsOnly(true);
  }

  @Test
  void run_whenThereAreMorePartsThanWidth_thenNeverMoreAtOnce() {
    AtomicInteger underWay = new AtomicInteger();

    List<Integer> seen =
        new FanOut(pool, 2)
            .run(
                200,
                number -> {
                  int now = underWay.incrementAndGet();
                  Thread.onSpinWait();
                  underWay.decrementAndGet();
                  return now;
                });

    assertThat(seen).allMatch(now -> now <= 2);
  }

  @Test
  void run_whenThePoolIsBusy_thenTheCallerDoesTheWork() {
    assertThat(new FanOut(task -> {}, 8).run(3, number -> Thread.currentThread()))
        .containsOnly(Thread.currentThread());
  }

  @Test
  void run_whenAPartFails_thenNoOtherIsBegunAndItsFailureIsThrown() {
    AtomicInteger begun = new AtomicInteger();
    FanOut alone = new FanOut(task -> {}, 1);

    assertThatThrownBy(
            () ->
                alone.run(
                    100,
                    number -> {
                      begun.incrementAndGet();
                      if (number == 2) {
                        throw new IllegalStateException("part 2");
                      }
                      return number;
                    }))
        .hasMessage("part 2");
    assertThat(begun).hasValue(3);
  }

  @Test
  void run_whenAPartFails_thenThoseUnderWayAreWaitedFor() {
    CountDownLatch bothBegun = new CountDownLatch(2);
    CountDownLatch failing = new CountDownLatch(1);
    BlockingQueue<Integer> ended = new ArrayBlockingQueue<>(2);

    assertThatThrownBy(
            () ->
                new FanOut(pool, 2)
                    .run(
                        2,
                        number -> {
                          bothBegun.countDown();
                          await(bothBegun);
                          if (number == 0) {
                            failing.countDown();
                            throw new IllegalStateException("part 0");
                          }
                          await(failing);
                          return ended.add(number);
                        }))
        .hasMessage("part 0");
    assertThat(ended).containsExactly(1);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
