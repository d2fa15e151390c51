package io.github.vertexbridge.limits;

import static io.github.vertexbridge.limits.Instances.CALLER;
import static io.github.vertexbridge.limits.Instances.admit;
import static io.github.vertexbridge.limits.Instances.call;
import static io.github.vertexbridge.limits.Instances.calls;
import static io.github.vertexbridge.limits.Instances.instance;
import static io.github.vertexbridge.limits.Instances.requests;
import static io.github.vertexbridge.limits.Instances.slots;
import static io.github.vertexbridge.limits.Instances.tokens;
import static io.github.vertexbridge.limits.Instances.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Limits;
import io.github.vertexbridge.call.Limits.WhenUnknown;
import io.github.vertexbridge.identity.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimiterTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final MemoryTable table = new MemoryTable(clock);
  private final Limiter limiter = instance(table, clock, "a");
  private final Limiter other = instance(table, clock, "b");

  @BeforeEach
  void atTheBeginningOfAMinute() {
    clock.set(Instant.parse("2026-11-25T08:00:00Z"));
  }

  private Failure refusal(Limits limits) {
    try (Permit permit = admit(limiter, limits, clock)) {
      throw new AssertionError("was let through");
    } catch (FailureException e) {
      return e.failure();
    }
  }

  @Test
  void admit_whenTheRequestsOfTheMinuteAreUsedUp_then429UntilItsEndWithTheLimitsName() {
    assertThat(calls(limiter, requests(5), clock)).isEqualTo(5);
    clock.advance(Duration.ofSeconds(18));

    Failure failure = refusal(requests(5));

    assertThat(failure.code()).isEqualTo(FailureCode.LIMIT_EXCEEDED);
    assertThat(failure.code().httpStatus()).isEqualTo(429);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(42));
    assertThat(failure.facts())
        .isEqualTo(Map.of("limit", "requestsPerMinute", "rule", "a-rule", "per", "rule"));
    clock.advance(Duration.ofSeconds(42));
    assertThat(calls(limiter, requests(5), clock)).isEqualTo(5);
  }

  @Test
  void admit_whenTwoInstancesCall_thenTogetherTheyHaveTheLimit() {
    int first = 0;
    int second = 0;
    for (int i = 0; i < 1_000; i++) {
      first += call(limiter, requests(600), 10, clock) ? 1 : 0;
      second += call(other, requests(600), 10, clock) ? 1 : 0;
    }
    assertThat(first + second).isEqualTo(600);
    assertThat(first).isBetween(250, 350);
  }

  @Test
  void admit_whenAnotherInstanceWritesBetweenReadAndWrite_thenNothingIsLeasedTwice() {
    table.meanwhile(() -> call(other, requests(1), 10, clock));

    assertThat(call(limiter, requests(1), 10, clock)).isFalse();
  }

  @Test
  void admit_whenThereIsASlice_thenNoCallDoesIo() {
    Deque<Runnable> line = new ArrayDeque<>();
    Limiter lazy = instance(table, clock, "c", line::add);
    Thread.currentThread().interrupt(); // whoever waits for a lease is not let through
    assertThat(call(lazy, requests(3_200), 10, clock)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    line.remove().run();
    int operations = table.operations();

    for (int i = 0; i < 100; i++) {
      assertThat(call(lazy, requests(3_200), 10, clock)).isTrue();
    }

    assertThat(table.operations()).isEqualTo(operations);
    assertThat(line).as("one lease ahead of need").hasSize(1);
  }

  @Test
  void admit_whenAMinuteBeginsWhileCallsGoOn_thenItsSliceIsThereAlready() {
    clock.advance(Duration.ofSeconds(56));
    assertThat(call(limiter, requests(3_200), 10, clock)).isTrue();
    limiter.tend();
    int operations = table.operations();
    clock.advance(Duration.ofSeconds(4));

    assertThat(call(limiter, requests(3_200), 10, clock)).isTrue();

    assertThat(table.operations()).isEqualTo(operations);
    assertThat(calls(limiter, requests(3_200), clock)).isEqualTo(3_199);
  }

  @Test
  void tend_whenAnInstanceIsIdle_thenTheOthersGetWhatItHad() {
    assertThat(call(limiter, requests(320), 10, clock)).isTrue();
    clock.advance(Duration.ofSeconds(11));
    limiter.tend();

    assertThat(calls(other, requests(320), clock)).isEqualTo(319);
  }

  @Test
  void close_whenAnInstanceEnds_thenTheOthersGetWhatItHad() {
    assertThat(call(limiter, requests(320), 10, clock)).isTrue();
    limiter.close();

    assertThat(calls(other, requests(320), clock)).isEqualTo(319);
  }

  @Test
  void admit_whenAnInstanceIsKilled_thenItsSliceIsLostUntilTheMinuteEnds() {
    assertThat(call(limiter, requests(320), 10, clock)).isTrue();

    assertThat(calls(other, requests(320), clock)).isBetween(320 - 2 * 320 / 32, 319);
    clock.advance(MINUTE);
    assertThat(calls(other, requests(320), clock)).isEqualTo(320);
  }

  @Test
  void admit_whenAClockIsTwoHoursWrong_thenTheTablesClockCounts() {
    ManualClock wrong = new ManualClock();
    Limiter ahead = instance(table, wrong, "c");
    for (int minute = 0; minute < 3; minute++) {
      wrong.set(clock.instant().plus(Duration.ofHours(2)));
      int first = calls(limiter, requests(50), clock);
      int second = calls(ahead, requests(50), wrong);
      assertThat(first + second).as("minute " + minute).isLessThanOrEqualTo(50);
      assertThat(first).isPositive();
      clock.advance(MINUTE);
    }
    wrong.set(clock.instant().minus(Duration.ofHours(2)));
    assertThat(calls(ahead, requests(50), wrong)).isEqualTo(50);
    assertThat(calls(limiter, requests(50), clock)).isZero();
  }

  @Test
  void admit_whenAClockIsASecondEarly_thenTheMinuteIsNotGivenTwice() {
    ManualClock early = new ManualClock();
    early.set(clock.instant().plusSeconds(60));
    clock.set(clock.instant().plusSeconds(59));
    Limiter ahead = instance(table, early, "c");
    assertThat(calls(ahead, requests(50), early)).isEqualTo(50);

    assertThat(calls(limiter, requests(50), clock)).as("the same, newer minute").isZero();
  }

  @Test
  void close_whenTheAnswerHadLessThanWasThought_thenTheRestIsFreeAgain() {
    for (int i = 0; i < 100; i++) {
      assertThat(call(limiter, tokens(10_000), 100, clock)).as("call " + i).isEqualTo(i < 80);
    }
  }

  @Test
  void close_whenTheAnswerHadMoreThanWasThought_thenItCountsWhenItIsKnown() {
    assertThat(call(limiter, tokens(10_000), 15_000, clock)).isTrue();

    assertThat(call(limiter, tokens(10_000), 1, clock)).isFalse();
    clock.advance(MINUTE);
    assertThat(calls(limiter, tokens(10_000), clock))
        .as("5,000 of the next minute are spent")
        .isEqualTo(2);
  }

  @Test
  void close_whenTheCallFails_thenItsTokensAreFreeAgain() {
    for (int i = 0; i < 20; i++) {
      admit(limiter, tokens(10_000), clock).close();
    }
  }

  @Test
  void close_whenTheAnswerHasNoCounts_thenThePromptCountsAsThought() {
    for (int i = 0; i < 8; i++) {
      try (Permit permit = admit(limiter, tokens(10_000), clock)) {
        permit.used(Map.of());
      }
    }
    assertThat(call(limiter, tokens(10_000), 1, clock)).as("8,000 + 2,024").isFalse();
  }

  @Test
  void admit_whenACallIsThoughtBiggerThanTheLimit_thenItMayHaveTheWholeMinute() {
    assertThat(call(limiter, tokens(1_000), 900, clock)).isTrue();
    assertThat(call(limiter, tokens(1_000), 900, clock)).isFalse();
  }

  @Test
  void admit_whenALaterLimitRefuses_thenTheEarlierOnesAreGivenBack() {
    Limits both =
        new Limits(
            OptionalLong.empty(),
            OptionalLong.of(100_000),
            OptionalLong.of(3_000),
            OptionalInt.of(1),
            false,
            WhenUnknown.DENY,
            false);
    Permit first = admit(limiter, both, clock);
    first.used(Map.of("totalTokenCount", 3_000L));
    first.close();

    Failure failure = refusal(both);

    assertThat(failure.facts()).containsEntry("limit", "tokensPerDay");
    assertThat(failure.retryAfter()).contains(Duration.ofHours(16));
    assertThat(call(limiter, slots(1), 1, clock)).as("the slot is free").isTrue();
  }

  @Test
  void admit_whenPerCaller_thenEachCallerHasTheLimit() {
    Limits limits = with(requests(2), true, WhenUnknown.DENY, false);
    for (Caller caller : new Caller[] {CALLER, Caller.ofQueue("others")}) {
      admit(limiter, limits, caller, 10, clock).close();
      admit(limiter, limits, caller, 10, clock).close();
      assertThatThrownBy(() -> admit(limiter, limits, caller, 10, clock))
          .hasMessageContaining("for " + caller.label());
    }
  }

  @Test
  void admit_whenObserved_thenNothingIsRefusedButNoted() {
    Limits limits = with(requests(1), false, WhenUnknown.DENY, true);
    try (Permit permit = admit(limiter, limits, clock)) {
      assertThat(permit.shadow()).isEmpty();
    }
    try (Permit permit = admit(limiter, limits, clock)) {
      assertThat(permit.shadow()).get().asString().contains("requestsPerMinute of rule a-rule");
    }
  }

  @Test
  void admit_whenTheTableIsDown_thenTheLeaseIsSpentAndTheRestIsRefused() {
    assertThat(call(limiter, requests(320), 10, clock)).isTrue();
    table.down(true);

    assertThat(calls(limiter, requests(320), clock)).isBetween(1, 20);
    Failure failure = refusal(requests(320));

    assertThat(failure.code()).isEqualTo(FailureCode.LIMIT_UNKNOWN);
    assertThat(failure.retryAfter()).isPresent();
    table.down(false);
    clock.advance(Duration.ofSeconds(31));
    assertThat(call(limiter, requests(320), 10, clock)).isTrue();
  }

  @Test
  void admit_whenTheTableIsDownAndTheRuleSaysLastLease_thenEachMinuteHasThatMuch() {
    Limits limits = with(requests(320), false, WhenUnknown.LAST_LEASE, false);
    for (int i = 0; i < 55; i++) {
      assertThat(call(limiter, limits, 10, clock)).isTrue();
    }
    int leased = Integer.parseInt(table.values("a-rule", "requestsPerMinute").get("leased"));
    table.down(true);

    for (int minute = 0; minute < 3; minute++) {
      clock.advance(MINUTE);
      assertThat(calls(limiter, limits, clock)).isEqualTo(leased);
    }
    assertThat(leased).isBetween(55, 75);
  }

  @Test
  void admit_whenTheTableIsDownFromTheStart_thenLastLeaseIsNothing() {
    table.down(true);

    assertThat(calls(limiter, with(requests(9), false, WhenUnknown.LAST_LEASE, false), clock))
        .isZero();
  }

  @Test
  void admit_whenAllSlotsAreTaken_then429UntilACallEnds() {
    Permit first = admit(limiter, slots(2), clock);
    Permit second = admit(other, slots(2), clock);

    Failure failure = refusal(slots(2));

    assertThat(failure.facts()).containsEntry("limit", "concurrentCalls");
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(1));
    first.close();
    assertThat(call(limiter, slots(2), 1, clock)).isTrue();
    second.close();
  }

  @Test
  void tend_whenAnInstanceHoldsMoreSlotsThanItNeeds_thenTheOthersGetThem() {
    Permit[] calls = new Permit[8];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = admit(limiter, slots(8), clock);
    }
    for (Permit permit : calls) {
      permit.close();
    }
    limiter.tend();
    clock.advance(Duration.ofSeconds(1));
    limiter.tend();

    for (int i = 0; i < 7; i++) {
      calls[i] = admit(other, slots(8), clock);
    }
    clock.advance(Duration.ofSeconds(11));
    limiter.tend();
    admit(other, slots(8), clock);
  }

  @Test
  void admit_whenAnInstanceIsKilled_thenItsSlotsAreFreeAfterAMinute() {
    admit(limiter, slots(1), clock);
    assertThat(call(other, slots(1), 1, clock)).isFalse();
    clock.advance(Duration.ofSeconds(61));

    assertThat(call(other, slots(1), 1, clock)).isTrue();
  }

  @Test
  void tend_whenCallsTakeLong_thenTheirSlotsStayTheirs() {
    Permit permit = admit(limiter, slots(1), clock);
    for (int i = 0; i < 120; i++) {
      clock.advance(Duration.ofSeconds(1));
      limiter.tend();
      assertThat(call(other, slots(1), 1, clock)).as("second " + i).isFalse();
    }
    permit.close();
  }
}
