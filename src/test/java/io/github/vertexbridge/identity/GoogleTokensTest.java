package io.github.vertexbridge.identity;

import static io.github.vertexbridge.identity.CacheFixture.APP;
import static io.github.vertexbridge.identity.CacheFixture.DIRECT;
import static io.github.vertexbridge.identity.CacheFixture.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The cache's contract, line by line. */
class GoogleTokensTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final CacheFixture f = new CacheFixture();

  @Nested
  class Rollover {

    @Test
    void token_whenCold_thenOneExchangeAndOneMintAndTheirStory() {
      BearerToken token = f.fetch(APP);

      assertThat(f.chain.exchanges).hasValue(1);
      assertThat(f.chain.mints).hasValue(1);
      assertThat(token.origin())
          .extracting(HopRecord::hop)
          .containsExactly(Hop.MANAGED_IDENTITY, Hop.STS, Hop.IMPERSONATION);
    }

    @Test
    void token_whenDirect_thenTheFederatedTokenWithoutAMint() {
      BearerToken token = f.fetch(DIRECT);

      assertThat(token.secret()).isEqualTo("federated-1");
      assertThat(f.chain.mints).hasValue(0);
      assertThat(token.origin())
          .extracting(HopRecord::hop)
          .containsExactly(Hop.MANAGED_IDENTITY, Hop.STS);
    }

    @Test
    void token_whenSeveralServiceAccounts_thenOneFederatedTokenServesAll() {
      HopRecord exchange = f.fetch(APP).origin().get(1);
      f.clock.advance(Duration.ofMinutes(10));

      BearerToken other = f.fetch(OTHER);

      assertThat(f.chain.exchanges).hasValue(1);
      assertThat(f.chain.mints).hasValue(2);
      assertThat(other.origin().get(1)).isSameAs(exchange);
    }

    @Test
    void token_whenDue_thenOldOneAtOnceAndOneFlightBehindIt() {
      BearerToken first = f.fetch(APP);
      f.clock.advance(Duration.ofMinutes(48));

      for (int caller = 0; caller < 1000; caller++) {
        assertThat(f.tokens.token(APP, f.deadline())).isSameAs(first);
      }
      assertThat(f.executor.waiting()).isEqualTo(1);

      f.executor.run();
      assertThat(f.tokens.token(APP, f.deadline())).isNotSameAs(first);
      assertThat(f.chain.exchanges).hasValue(2);
      assertThat(f.chain.mints).hasValue(2);
    }

    @Test
    void token_whenNotYetDue_thenNothingIsStarted() {
      f.fetch(APP);
      f.clock.advance(Duration.ofMinutes(48).minusMillis(1));

      f.tokens.token(APP, f.deadline());

      assertThat(f.executor.waiting()).isZero();
    }

    @Test
    void token_whenChanceBringsItForward_thenStillExactlyOneExchangeARollover() {
      f.dice = new Random(7)::nextDouble;
      f.fetch(APP);
      for (int rollover = 1; rollover <= 20; rollover++) {
        assertThat(f.chain.exchanges).hasValue(rollover);
        assertThat(f.chain.mints).hasValue(rollover);
        Instant next = f.tokens.snapshot().get(1).next().orElseThrow();
        f.clock.set(next);
        f.tokens.tick();
        f.executor.run();
      }
    }

    @Test
    void token_whenLifeIsTwentySeconds_thenReplacedAfterSixteen() {
      f.chain.federatedLife = Duration.ofSeconds(20);
      f.chain.accessLife = Duration.ofSeconds(20);
      BearerToken first = f.fetch(APP);

      f.clock.advance(Duration.ofSeconds(15));
      assertThat(f.fetch(APP)).isSameAs(first);
      assertThat(f.chain.mints).hasValue(1);
      f.clock.advance(SECOND);
      f.fetch(APP);

      assertThat(f.chain.exchanges).hasValue(2);
      assertThat(f.chain.mints).hasValue(2);
    }

    @Test
    void tick_whenNobodyCallsForHours_thenNextCallerDoesNotWait() {
      f.fetch(APP);

      f.pass(Duration.ofHours(23), Duration.ofSeconds(30));

      assertThat(f.tokens.current(APP)).isPresent();
      assertThat(f.executor.waiting()).isZero();
      assertThat(f.chain.mints.get()).isEqualTo(29);
      assertThat(f.chain.exchanges.get()).isEqualTo(f.chain.mints.get());
    }
  }

  @Nested
  class FailedRefresh {

    @Test
    void token_whenStsIsDown_thenOldTokenServesUntilItsEndLessTheAllowance() {
      f.chain.federatedLife = Duration.ofSeconds(60);
      f.chain.accessLife = Duration.ofSeconds(60);
      BearerToken first = f.fetch(DIRECT);
      f.chain.exchangeFailure = Optional.of(FakeChain.STS_DOWN);

      for (int second = 1; second < 57; second++) {
        f.clock.advance(SECOND);
        assertThat(f.tokens.token(DIRECT, f.deadline())).isSameAs(first);
        f.executor.run();
      }
      f.clock.advance(SECOND);

      assertThat(f.fails(DIRECT).code()).isEqualTo(FailureCode.IDENTITY_UNAVAILABLE);
      assertThat(f.tokens.current(DIRECT)).isEmpty();
    }

    @Test
    void token_whenIamIsDown_thenPausesDoubleToAMinuteAndAreVisible() {
      f.fetch(APP);
      f.chain.mintFailure = Optional.of(FakeChain.refused(Hop.IMPERSONATION, 503));
      f.clock.advance(Duration.ofMinutes(48));
      Instant start = f.clock.instant();

      List<Long> attempts = new ArrayList<>();
      int mints = f.chain.mints.get();
      for (int second = 0; second < 200; second++) {
        f.tokens.token(APP, f.deadline());
        f.executor.run();
        if (f.chain.mints.get() > mints) {
          mints = f.chain.mints.get();
          attempts.add(Duration.between(start, f.clock.instant()).toSeconds());
        }
        f.clock.advance(SECOND);
      }

      assertThat(attempts).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 113L, 163L);
      TokenState state = f.tokens.snapshot().get(1);
      assertThat(state.consecutiveFailures()).isEqualTo(9);
      assertThat(state.valid()).isTrue();
      assertThat(state.lastFailure()).map(Failure::hop).contains(Optional.of(Hop.IMPERSONATION));
      assertThat(state.next()).contains(start.plusSeconds(213));
    }

    @Test
    void token_whenStsIsDownButFederatedTokenValid_thenItMintsOnce() {
      BearerToken first = f.fetch(APP);
      f.chain.exchangeFailure = Optional.of(FakeChain.STS_DOWN);
      f.clock.advance(Duration.ofMinutes(48));

      f.fetch(APP);

      assertThat(f.tokens.current(APP)).isPresent().get().isNotSameAs(first);
      assertThat(f.tokens.current(APP).get().secret()).endsWith("by federated-1");
      assertThat(f.chain.exchanges).hasValue(2);
    }

    @Test
    void token_whenChainRecovers_thenServesAgainWithoutRestart() {
      f.chain.exchangeFailure = Optional.of(FakeChain.STS_DOWN);
      f.fails(APP);
      f.chain.exchangeFailure = Optional.empty();
      f.clock.advance(SECOND);

      f.fetch(APP);

      TokenState state = f.tokens.snapshot().get(1);
      assertThat(state.consecutiveFailures()).isZero();
      assertThat(state.lastFailure()).isEmpty();
    }

    @Test
    void token_whenManagedIdentityFailsAfterHalfLife_thenLastSubjectTokenIsExchanged() {
      f.fetch(APP);
      f.chain.issueFailure = Optional.of(FakeChain.refused(Hop.MANAGED_IDENTITY, 400));

      f.pass(Duration.ofHours(23), Duration.ofSeconds(30));

      assertThat(f.tokens.current(APP)).isPresent();
      assertThat(f.tokens.snapshot().get(1).consecutiveFailures()).isZero();
    }
  }

  @Nested
  class NoValidToken {

    @Test
    void token_whenFailed_thenAnsweredFromMemoryUntilNextAttempt() {
      f.chain.exchangeFailure = Optional.of(FakeChain.STS_DOWN);
      f.fails(APP);

      for (int caller = 0; caller < 1000; caller++) {
        Failure failure = f.fails(APP);
        assertThat(failure.hop()).contains(Hop.STS);
        assertThat(failure.retryAfter()).contains(SECOND);
      }
      assertThat(f.chain.exchanges).hasValue(1);

      f.clock.advance(SECOND);
      f.fails(APP);
      assertThat(f.chain.exchanges).hasValue(2);
    }

    @Test
    void token_whenCallersKeepComing_thenAnAttemptEveryFiveSecondsAtMost() {
      f.chain.exchangeFailure = Optional.of(FakeChain.STS_DOWN);
      f.dice = () -> 1;

      for (int second = 0; second < 600; second++) {
        f.fails(APP);
        f.clock.advance(SECOND);
      }

      assertThat(f.chain.exchanges.get()).isBetween(118, 124);
    }

    @Test
    void tick_whenWarm_thenTriesUntilReady() {
      f.chain.exchangeFailure = Optional.of(FakeChain.STS_DOWN);
      f.tokens.warm(APP);
      f.executor.run();
      assertThat(f.tokens.ready(APP)).isFalse();
      f.chain.exchangeFailure = Optional.empty();

      f.pass(Duration.ofSeconds(5), SECOND);

      assertThat(f.tokens.ready(APP)).isTrue();
    }

    @Test
    void tick_whenNobodyAsksForAFailedKey_thenItIsLeftAlone() {
      f.chain.mintFailure = Optional.of(FakeChain.refused(Hop.IMPERSONATION, 403));
      f.fails(OTHER);

      f.pass(Duration.ofMinutes(10), SECOND);

      assertThat(f.chain.mints).hasValue(1);
    }

    @Test
    void token_whenClockWasSetBack_thenPauseDoesNotLastForHours() {
      f.chain.exchangeFailure = Optional.of(FakeChain.STS_DOWN);
      f.fails(DIRECT);
      f.chain.exchangeFailure = Optional.empty();
      f.clock.advance(Duration.ofHours(-3));

      assertThat(f.fetch(DIRECT).secret()).isEqualTo("federated-2");
    }

    @Test
    void token_whenAnswerHasAlreadyEnded_thenTypedFailureAndNoToken() {
      f.chain.federatedLife = Duration.ZERO;

      assertThat(f.fails(DIRECT).code()).isEqualTo(FailureCode.IDENTITY_MALFORMED);
    }
  }

  @Nested
  class WithoutExpiry {

    @Test
    void token_whenDirect_thenForItsCallOnly() {
      f.chain.withoutExpiry = true;

      f.tokens.warm(DIRECT);
      f.executor.run();
      assertThat(f.tokens.ready(DIRECT)).isFalse();
      assertThat(f.tokens.current(DIRECT)).isEmpty();
      GoogleTokens threaded =
          new GoogleTokens(
              f.chain, f.chain, Timing.STANDARD, f.clock, f.random(), Runnable::run, () -> {});

      assertThat(threaded.token(DIRECT, f.deadline()).secret()).isEqualTo("federated-2");
      assertThat(threaded.token(DIRECT, f.deadline()).secret()).isEqualTo("federated-3");
    }

    @Test
    void token_whenImpersonating_thenMintedWithAndNotKept() {
      f.chain.withoutExpiry = true;

      assertThat(f.fetch(APP).secret()).endsWith("by federated-1");
      assertThat(f.fetch(OTHER).secret()).endsWith("by federated-2");
      assertThat(f.tokens.snapshot().get(0).valid()).isFalse();
    }
  }

  @Nested
  class Rejected {

    @Test
    void reject_whenCurrent_thenOneMintAndNoExchange() {
      BearerToken first = f.fetch(APP);

      f.tokens.reject(APP, first);

      assertThat(f.tokens.current(APP)).isEmpty();
      assertThat(f.fetch(APP)).isNotSameAs(first);
      assertThat(f.chain.mints).hasValue(2);
      assertThat(f.chain.exchanges).hasValue(1);
    }

    @Test
    void reject_whenDirect_thenOneExchange() {
      BearerToken first = f.fetch(DIRECT);

      f.tokens.reject(DIRECT, first);

      assertThat(f.fetch(DIRECT).secret()).isEqualTo("federated-2");
    }

    @Test
    void reject_whenReplacedAlready_thenNothing() {
      BearerToken first = f.fetch(APP);
      f.tokens.reject(APP, first);
      BearerToken second = f.fetch(APP);

      f.tokens.reject(APP, first);

      assertThat(f.tokens.current(APP)).containsSame(second);
    }

    @Test
    void reject_whenEveryTokenIsRefused_thenMintsKeepADistance() {
      for (int second = 0; second < 300; second++) {
        f.tokens.reject(APP, f.fetch(APP));
        f.clock.advance(SECOND);
      }

      assertThat(f.chain.mints.get()).isLessThan(13);
      assertThat(f.chain.exchanges).hasValue(1);
    }

    @Test
    void reject_whenStsHangs_thenTheFederatedTokenAtHandMints() {
      BearerToken first = f.fetch(APP);
      f.clock.advance(Duration.ofMinutes(48));
      f.tokens.reject(APP, first);
      f.tokens.current(APP);

      // In line: the exchange that hangs, and the mint that does not wait for it.
      assertThat(f.executor.waiting()).isEqualTo(2);
      f.chain.exchangeFailure = Optional.of(FakeChain.STS_DOWN);
      f.executor.run();

      assertThat(f.tokens.current(APP)).isPresent();
    }

    @Test
    void mint_whenIamAnswers401_thenFederatedTokenIsDroppedOnceAndIamIsAskedOnce() {
      f.chain.mintFailure = Optional.of(FakeChain.refused(Hop.IMPERSONATION, 401));
      assertThat(f.fails(APP).hop()).contains(Hop.IMPERSONATION);
      assertThat(f.chain.mints).hasValue(1);

      for (int second = 0; second < 60; second++) {
        f.clock.advance(SECOND);
        f.fails(APP);
      }
      assertThat(f.chain.exchanges).hasValue(2);
      assertThat(f.chain.mints.get()).isGreaterThan(10);

      f.chain.mintFailure = Optional.empty();
      f.clock.advance(Duration.ofSeconds(5));
      assertThat(f.fetch(APP).secret()).endsWith("by federated-2");
    }
  }

  @Nested
  class Stale {

    @Test
    void exchange_whenPlatformHasANewToken_thenRetriedOnceWithIt() {
      f.fetch(APP);
      Instant renewed = f.clock.instant().plusSeconds(10);
      f.chain.staleBefore = renewed;
      f.clock.advance(Duration.ofMinutes(48));
      FakeChain chain = f.chain;
      // The library's cache still has the old one; only a forced refresh brings the new.
      SubjectSource source =
          new SubjectSource() {
            @Override
            public SubjectToken issue() {
              return chain.issue();
            }

            @Override
            public SubjectToken renew() {
              chain.issuedAt = renewed;
              return chain.renew();
            }
          };
      Federation federation =
          new Federation(new SubjectTokens(source, f.clock), chain, Runnable::run);
      chain.exchanges.set(0);

      assertThat(federation.start(false)).succeedsWithin(SECOND);
      assertThat(chain.exchanges).hasValue(2);
      assertThat(chain.renewals).hasValue(1);
    }

    @Test
    void exchange_whenPlatformGivesTheSameToken_thenTypedStopAndNoLoop() {
      f.chain.staleBefore = f.clock.instant().plusSeconds(1);

      Failure failure = f.fails(APP);

      assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_STALE);
      assertThat(failure.hop()).contains(Hop.MANAGED_IDENTITY);
      assertThat(failure.seen()).contains("same subject token", "2026-11-25T08:00:00Z");
      assertThat(failure.remedy()).contains("2026-11-26T08:00:00Z");
      assertThat(f.chain.exchanges).hasValue(1);
      assertThat(f.chain.renewals).hasValue(1);
    }

    @Test
    void exchange_whenSubjectTokenIsOlderThanADay_thenRenewedBeforeStsRefusesIt() {
      f.fetch(APP);
      f.clock.advance(Duration.ofHours(24));

      Failure failure = f.fails(APP);

      assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_STALE);
      assertThat(f.chain.renewals).hasValue(1);
      assertThat(f.chain.exchanges).as("none with a token that STS refuses").hasValue(1);
    }
  }

  @Nested
  class Closed {

    @Test
    void token_whenClosed_thenValidTokensServeAndOthersFailTyped() {
      BearerToken token = f.fetch(APP);

      f.tokens.close();

      assertThat(f.tokens.token(APP, f.deadline())).isSameAs(token);
      assertThat(f.fails(OTHER).code()).isEqualTo(FailureCode.SHUTTING_DOWN);
      f.tokens.warm(DIRECT);
    }
  }

  @Test
  void snapshot_whenNothingWasTried_thenSaysSo() {
    TokenState state = f.tokens.snapshot().get(0);

    assertThat(state.as()).isEmpty();
    assertThat(state.valid()).isFalse();
    assertThat(state.next()).isEmpty();
    assertThat(state.exchanges()).isZero();
  }

  @Test
  void snapshot_whenUsed_thenCountsExchangesAndMintsOnceEach() {
    f.fetch(APP);
    f.fetch(OTHER);

    List<TokenState> states = f.tokens.snapshot();

    assertThat(states).extracting(TokenState::as).containsExactly(Optional.empty(), APP, OTHER);
    assertThat(states).extracting(TokenState::exchanges).containsExactly(1L, 0L, 0L);
    assertThat(states).extracting(TokenState::mints).containsExactly(0L, 1L, 1L);
    assertThat(states.get(1).next()).contains(f.clock.instant().plusSeconds(2880));
  }
}
