package io.github.vertexbridge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharesTest {
  private final TestClock clock = new TestClock(Instant.parse("2026-11-26T10:00:00Z"));
  private final Shares shares = new Shares(8, clock);

  /** How many of these may begin. */
  private int begin(String caller, Share share, int jobs) {
    int begun = 0;
    for (int i = 0; i < jobs; i++) {
      begun += shares.enter(caller, share).isEmpty() ? 1 : 0;
    }
    return begun;
  }

  @Test
  void enter_whenOneHasWork_thenItHasAllSlots() {
    assertThat(begin("a", Share.DEFAULT, 20)).isEqualTo(8);
  }

  @Test
  void enter_whenAnotherHasWorkToo_thenPartsByWeight() {
    begin("a", Share.DEFAULT, 20);
    assertThat(begin("b", Share.DEFAULT, 20)).isEqualTo(4);
    for (int i = 0; i < 8; i++) {
      shares.leave("a", Duration.ofSeconds(1));
    }
    assertThat(begin("a", Share.DEFAULT, 20)).isEqualTo(4);

    Shares weighted = new Shares(8, clock);
    Optional<Duration> first = weighted.enter("a", new Share(8, 3));
    assertThat(first).isEmpty();
    assertThat(weighted.enter("b", new Share(8, 1))).isEmpty();
    assertThat(weighted.enter("b", new Share(8, 1))).isEmpty();
    assertThat(weighted.enter("b", new Share(8, 1))).isPresent();
  }

  @Test
  void enter_whenTheRuleSaysFewer_thenFewer() {
    assertThat(begin("a", new Share(2, 1), 20)).isEqualTo(2);
  }

  @Test
  void enter_whenThereIsABacklog_thenTurnsAreApartAsJobsHaveTaken() {
    begin("a", Share.DEFAULT, 8);
    for (int i = 0; i < 40; i++) {
      shares.leave("a", Duration.ofSeconds(16));
      shares.enter("a", Share.DEFAULT);
    }

    Duration first = shares.enter("a", Share.DEFAULT).orElseThrow();
    Duration second = shares.enter("a", Share.DEFAULT).orElseThrow();
    for (int i = 0; i < 500; i++) {
      shares.enter("a", Share.DEFAULT);
    }
    Duration last = shares.enter("a", Share.DEFAULT).orElseThrow();

    assertThat(first).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    assertThat(second.minus(first)).isBetween(Duration.ofMillis(1900), Duration.ofMillis(2000));
    assertThat(last).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void enter_whenTheOtherHasHadNothingForAMinute_thenItIsForgotten() {
    begin("a", Share.DEFAULT, 1);
    shares.leave("a", Duration.ofSeconds(1));
    clock.advance(Duration.ofMinutes(2));

    assertThat(begin("b", Share.DEFAULT, 20)).isEqualTo(8);
    assertThat(shares.running()).isEqualTo(8);
  }
}
