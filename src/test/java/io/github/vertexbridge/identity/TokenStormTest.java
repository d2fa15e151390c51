package io.github.vertexbridge.identity;

import static io.github.vertexbridge.identity.CacheFixture.APP;
import static io.github.vertexbridge.identity.CacheFixture.DIRECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.ServiceAccount;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cache's contract where it speaks of many callers: with real threads. */
@Timeout(60)
class TokenStormTest {
  private static final int CALLERS = 1000;
  private final CacheFixture f = new CacheFixture();
  private final ExecutorService flights = Daemons.pool("flights", 4);
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final GoogleTokens tokens = cache(Timing.STANDARD);

  private GoogleTokens cache(Timing timing) {
    return new GoogleTokens(
        f.chain, f.chain, timing, f.clock, f.random(), flights, flights::shutdownNow);
  }

  @AfterEach
  void stop() {
    f.chain.stsAnswers.countDown();
    tokens.close();
    callers.shutdownNow();
  }

  @Test
  void token_whenThousandColdCallers_thenOneExchangeOneMintOneToken() throws Exception {
    f.chain.stsAnswers = new CountDownLatch(1);
    CountDownLatch asking = new CountDownLatch(CALLERS);
    List<Future<BearerToken>> answers = storm(CALLERS, asking, () -> tokens.token(APP, deadline()));

    asking.await();
    f.chain.stsAnswers.countDown();

    BearerToken token = answers.get(0).get();
    for (Future<BearerToken> answer : answers) {
      assertThat(answer.get()).isSameAs(token);
    }
    assertThat(f.chain.exchanges).hasValue(1);
    assertThat(f.chain.mints).hasValue(1);
  }

  @Test
  void token_whenThousandCallersAndStsRefuses_thenOneExchangeAndEachGetsTheTypedFailure()
      throws Exception {
    f.chain.stsAnswers = new CountDownLatch(1);
    f.chain.exchangeFailure = Optional.of(FakeChain.STS_DOWN);
    CountDownLatch asking = new CountDownLatch(CALLERS);
    List<Future<Failure>> answers = storm(CALLERS, asking, () -> failure(tokens, APP));

    asking.await();
    f.chain.stsAnswers.countDown();

    for (Future<Failure> answer : answers) {
      assertThat(answer.get().code()).isEqualTo(FailureCode.IDENTITY_UNAVAILABLE);
      assertThat(answer.get().hop()).contains(Hop.STS);
    }
    assertThat(f.chain.exchanges).hasValue(1);
  }

  @Test
  void token_whenRefreshHangs_thenThousandCallersGetTheOldTokenWithoutWaiting() throws Exception {
    BearerToken first = tokens.token(APP, deadline());
    f.clock.advance(Duration.ofMinutes(48));
    f.chain.stsAnswers = new CountDownLatch(1);
    CountDownLatch asking = new CountDownLatch(CALLERS);

    for (Future<BearerToken> answer : storm(CALLERS, asking, () -> tokens.token(APP, deadline()))) {
      // All of them are answered while STS still hangs.
      assertThat(answer.get()).isSameAs(first);
    }
    assertThat(f.chain.stsAnswers.getCount()).isEqualTo(1);
    assertThat(f.chain.exchanges.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void reject_whenHundredConcurrent401s_thenOneMintAndNoExchange() throws Exception {
    BearerToken first = tokens.token(APP, deadline());

    heal(APP, first);

    assertThat(f.chain.mints).hasValue(2);
    assertThat(f.chain.exchanges).hasValue(1);
  }

  @Test
  void reject_whenHundredConcurrent401sInDirectMode_thenOneExchange() throws Exception {
    BearerToken first = tokens.token(DIRECT, deadline());

    heal(DIRECT, first);

    assertThat(f.chain.exchanges).hasValue(2);
    assertThat(f.chain.mints).hasValue(0);
  }

  @Test
  void token_whenHopHangs_thenCallersGoAfterTheirPatienceWithTheHopsName() {
    f.chain.stsAnswers = new CountDownLatch(1);
    GoogleTokens impatient =
        cache(
            new Timing(
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5)));

    Failure failure = failure(impatient, APP);

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_TIMEOUT);
    assertThat(failure.hop()).contains(Hop.STS);
  }

  @Test
  void token_whenOwnDeadlineIsShorter_thenItCounts() {
    f.chain.stsAnswers = new CountDownLatch(1);
    Deadline soon = Deadline.after(Duration.ofMillis(200), f.clock);

    Failure failure =
        catchThrowableOfType(FailureException.class, () -> tokens.token(APP, soon)).failure();

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_TIMEOUT);
    assertThat(failure.seen()).contains("200 ms");
  }

  @Test
  void close_whenCallersWait_thenTheyFailTyped() throws Exception {
    f.chain.stsAnswers = new CountDownLatch(1);
    CountDownLatch asking = new CountDownLatch(1);
    List<Future<Failure>> answers = storm(1, asking, () -> failure(tokens, APP));
    asking.await();

    tokens.close();

    assertThat(answers.get(0).get().code()).isEqualTo(FailureCode.SHUTTING_DOWN);
  }

  @Test
  void token_whenRollingOverUnderLoad_thenNobodyWaitsAndEachLifeCostsOneExchange()
      throws Exception {
    int lives = 20;
    tokens.token(APP, deadline());
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch asking = new CountDownLatch(4);
    List<Future<Integer>> readers =
        storm(
            4,
            asking,
            () -> {
              int missing = 0;
              while (!over.get()) {
                if (tokens.current(APP).isEmpty()) {
                  missing++;
                }
                LockSupport.parkNanos(20_000);
              }
              return missing;
            });
    asking.await();

    for (int life = 2; life <= lives; life++) {
      f.clock.advance(Duration.ofMinutes(48));
      while (f.chain.mints.get() < life || tokens.snapshot().get(1).fetching()) {
        assertThat(Thread.interrupted()).as("timed out").isFalse();
        LockSupport.parkNanos(20_000);
      }
    }

    over.set(true);
    for (Future<Integer> reader : readers) {
      assertThat(reader.get()).isZero();
    }
    assertThat(f.chain.mints).hasValue(lives);
    assertThat(f.chain.exchanges).hasValue(lives);
  }

  private void heal(Optional<ServiceAccount> as, BearerToken refused) throws Exception {
    CountDownLatch asking = new CountDownLatch(100);
    List<Future<BearerToken>> answers =
        storm(
            100,
            asking,
            () -> {
              tokens.reject(as, refused);
              return tokens.token(as, deadline());
            });
    for (Future<BearerToken> answer : answers) {
      assertThat(answer.get()).isNotSameAs(refused);
    }
  }

  private <T> List<Future<T>> storm(int size, CountDownLatch asking, Callable<T> call) {
    List<Future<T>> answers = new ArrayList<>();
    for (int caller = 0; caller < size; caller++) {
      answers.add(
          callers.submit(
              () -> {
                asking.countDown();
                asking.await();
                return call.call();
              }));
    }
    return answers;
  }

  private Failure failure(GoogleTokens from, Optional<ServiceAccount> as) {
    return catchThrowableOfType(FailureException.class, () -> from.token(as, deadline())).failure();
  }

  private static Deadline deadline() {
    return Deadline.after(Duration.ofSeconds(30), InstantSource.system());
  }
}
