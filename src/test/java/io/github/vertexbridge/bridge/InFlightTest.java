package io.github.vertexbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight();

  @Test
  void drain_whenNothingIsUnderWay_thenAtOnce() throws Exception {
    assertThat(inFlight.drain(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void drain_whenACallEnds_thenItWasWaitedFor() throws Exception {
    InFlight.Entry call = inFlight.enter();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(this::drain, executor);
      while (!refuses()) {
        Thread.onSpinWait(); // until the drain has begun
      }
      assertThat(drained).isNotDone();
      call.close();
      assertThat(drained.get(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void drain_whenACallDoesNotEnd_thenFalse() throws Exception {
    inFlight.enter();
    assertThat(inFlight.drain(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void enter_whenDraining_thenATyped503() throws Exception {
    inFlight.drain(Duration.ZERO);
    FailureException thrown = catchThrowableOfType(FailureException.class, () -> inFlight.enter());
    assertThat(thrown.failure().code()).isEqualTo(FailureCode.SHUTTING_DOWN);
  }

  private boolean refuses() {
    try (InFlight.Entry probe = inFlight.enter()) {
      return false;
    } catch (FailureException e) {
      return true;
    }
  }

  private boolean drain() {
    try {
      return inFlight.drain(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
