package io.github.vertexbridge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubjectTokensTest {
  private final ManualClock clock = new ManualClock();
  private final FakeChain chain = new FakeChain(clock);
  private final SubjectTokens subjects = new SubjectTokens(chain, clock);

  @Test
  void current_whenLibraryGivesTheSameAgain_thenTheRecordOfTheHopThatBroughtIt() {
    SubjectToken first = subjects.current();
    clock.advance(Duration.ofHours(1));

    assertThat(subjects.current()).isSameAs(first);
  }

  @Test
  void current_whenRefreshFailsAfterHalfLife_thenTheLastOneUntilADayAfterItsIssue() {
    SubjectToken first = subjects.current();
    chain.issueFailure = Optional.of(FakeChain.refused(Hop.MANAGED_IDENTITY, 503));

    clock.advance(Duration.ofHours(24).minusSeconds(1));
    assertThat(subjects.current()).isSameAs(first);

    clock.advance(Duration.ofSeconds(1));
    assertThat(code()).isEqualTo(FailureCode.IDENTITY_REFUSED);
  }

  @Test
  void current_whenNeverHadOne_thenTheFailure() {
    chain.issueFailure = Optional.of(FakeChain.refused(Hop.MANAGED_IDENTITY, 400));

    assertThat(code()).isEqualTo(FailureCode.IDENTITY_REFUSED);
  }

  @Test
  void current_whenLibrarysIsADayOld_thenAsksPastItsCacheOnce() {
    clock.advance(Duration.ofHours(24));

    assertThat(code()).isEqualTo(FailureCode.IDENTITY_STALE);
    assertThat(chain.renewals).hasValue(1);
  }

  @Test
  void replace_whenNewOneCame_thenItIsKept() {
    SubjectToken first = subjects.current();
    Instant later = clock.instant().plusSeconds(60);
    clock.set(later);
    chain.issuedAt = later;

    SubjectToken second = subjects.replace(first);

    assertThat(second.issuedAt()).contains(later);
    chain.issueFailure = Optional.of(FakeChain.refused(Hop.MANAGED_IDENTITY, 503));
    assertThat(subjects.current()).isSameAs(second);
  }

  @Test
  void replace_whenSameCame_thenStaleAndNotKept() {
    SubjectToken first = subjects.current();

    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> subjects.replace(first));

    assertThat(thrown.failure().code()).isEqualTo(FailureCode.IDENTITY_STALE);
    assertThat(thrown.failure().facts()).containsEntry("catalogue", "S07");
    chain.issueFailure = Optional.of(FakeChain.refused(Hop.MANAGED_IDENTITY, 503));
    assertThat(code())
        .as("no token that STS refuses is kept")
        .isEqualTo(FailureCode.IDENTITY_REFUSED);
  }

  private FailureCode code() {
    return catchThrowableOfType(FailureException.class, subjects::current).failure().code();
  }
}
