package io.github.vertexbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StartupTest {

  @Test
  void begin_whenTheRootHangs_thenReturnsAtOnceAndSaysStarting() {
    CountDownLatch never = new CountDownLatch(1);
    Startup startup =
        Startup.begin(
            () -> {
              never.await();
              throw new IOException("unreachable");
            });

    assertThat(startup.bridge()).isEmpty();
    assertThat(startup.whyNot().code()).isEqualTo(FailureCode.STARTING);
    assertThat(startup.whyNot().retryAfter()).isPresent();
    never.countDown();
  }

  @Test
  void run_whenIoFails_thenTriesAgainAfter5sDoublingTo60s() {
    List<Duration> pauses = new ArrayList<>();
    Startup startup =
        new Startup(
            () -> {
              if (pauses.size() < 6) {
                throw new IOException("not yet");
              }
              throw new Startup.Misconfigured(new IllegalArgumentException("now it is final"));
            },
            pauses::add);

    startup.run();

    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
  }

  @Test
  void run_whenMisconfigured_thenFinalAndStrangersDoNotLearnWhy() {
    Startup startup =
        new Startup(
            () -> {
              throw new Startup.Misconfigured(new IllegalArgumentException("BRIDGE_SECRET_PLAN"));
            },
            pause -> {
              throw new AssertionError("no second try");
            });

    startup.run();

    assertThat(startup.bridge()).isEmpty();
    assertThat(startup.whyNot().retryAfter()).isEmpty();
    assertThat(startup.whyNot().seen()).doesNotContain("SECRET");
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> startup.await(Duration.ofSeconds(5)));
    assertThat(thrown.failure().code()).isEqualTo(FailureCode.STARTING);
  }

  @Test
  void run_whenAClassDoesNotLink_thenFinalInsteadOfSilence() {
    Startup startup =
        new Startup(
            () -> {
              throw new NoSuchMethodError("com.google.gson");
            },
            pause -> {
              throw new AssertionError("no second try");
            });

    startup.run();

    assertThat(startup.whyNot().seen()).contains("not configured");
  }
}
