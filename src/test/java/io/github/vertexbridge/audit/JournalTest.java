package io.github.vertexbridge.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final Journal.Options REQUIRED =
      new Journal.Options(true, 100, Duration.ofSeconds(10));

  private final Journals made = new Journals();

  @Test
  void record_whenManyLinesWait_thenOneAppendWritesThem() {
    Journal journal = made.bestEffort("chain");
    for (int i = 0; i < 50; i++) {
      journal.record(Journals.call(i));
    }

    journal.commit();

    assertThat(made.store.appends).isEqualTo(1);
    assertThat(journal.state().written()).isEqualTo(50);
  }

  @Test
  void record_whenRequired_thenTheLineIsInTheStoreBeforeTheCallIsAnswered() {
    Journal journal = made.journal("chain", REQUIRED);
    journal.start();

    journal.record(Journals.call(1));

    assertThat(text()).contains("call-00000001");
    journal.close();
  }

  @Test
  void admit_whenRequiredAndTheStoreIsDown_thenRefusedUntilItCanBeWritten() {
    Journal journal = made.journal("chain", REQUIRED);
    assertThatCode(journal::admit).doesNotThrowAnyException();
    made.store.down = true;
    journal.start();
    journal.record(Journals.call(1)); // what Vertex answered already is answered
    journal.close();

    assertThatThrownBy(journal::admit)
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo(FailureCode.AUDIT_UNAVAILABLE));

    made.store.down = false;
    made.now = made.now.plusSeconds(1);
    assertThatCode(journal::admit).doesNotThrowAnyException();
    assertThat(text()).contains("call-00000001");
  }

  @Test
  void admit_whenManyCallsComeWhileItIsDown_thenTheStoreIsAskedOnceASecond() {
    Journal journal = made.journal("chain", new Journal.Options(true, 100, Duration.ZERO));
    made.store.down = true;
    journal.record(Journals.call(1));
    journal.commit();
    int before = made.failures.size();

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(journal::admit).isInstanceOf(FailureException.class);
    }
    assertThat(made.failures).hasSize(before);

    made.now = made.now.plusSeconds(1);
    assertThatThrownBy(journal::admit).isInstanceOf(FailureException.class);
    assertThatThrownBy(journal::admit).isInstanceOf(FailureException.class);
    assertThat(made.failures).hasSize(before + 1);
  }

  @Test
  void admit_whenBestEffort_thenNeverRefused() {
    Journal journal = made.bestEffort("chain");
    made.store.down = true;
    journal.record(Journals.call(1));
    journal.commit();

    assertThatCode(journal::admit).doesNotThrowAnyException();
    assertThat(journal.state().failingSince()).contains(made.now);
  }

  @Test
  void commit_whenAnAnswerGetsLost_thenNoLineIsWrittenTwice() throws IOException {
    Journal journal = made.bestEffort("chain");
    made.store.answersGetLost = true;
    journal.record(Journals.call(1));
    journal.commit();
    journal.record(Journals.call(2));
    journal.commit();
    made.store.answersGetLost = false;
    journal.commit();
    journal.close();

    assertThat(text().split("call-00000001", -1)).hasSize(2);
    assertThat(text().split("call-00000002", -1)).hasSize(2);
    assertThat(Verifier.verify(made.store).problems()).isEmpty();
  }

  @Test
  void record_whenMoreWaitThanAreKept_thenTheLossIsCountedAndWrittenDown() throws IOException {
    Journal journal = made.journal("chain", new Journal.Options(false, 3, Duration.ZERO));
    made.store.down = true;
    for (int i = 0; i < 10; i++) {
      journal.record(Journals.call(i));
    }
    journal.commit();
    assertThat(journal.state().lost()).isEqualTo(7);

    made.store.down = false;
    journal.commit();
    journal.close();

    assertThat(text()).contains("\"type\":\"loss\"").contains("\"lines\":7");
    assertThat(Verifier.verify(made.store).problems()).isEmpty();
  }

  @Test
  void commit_whenTheDayChangesWhileTheStoreIsDown_thenTheChainGoesOnWhole() throws IOException {
    Journal journal = made.bestEffort("chain");
    journal.record(Journals.call(1));
    journal.commit();
    made.now = made.now.plus(Duration.ofDays(1));
    made.store.down = true;
    journal.record(Journals.call(2));
    journal.commit();
    made.store.down = false;
    made.store.answersGetLost = true;
    journal.commit();
    made.store.answersGetLost = false;
    journal.commit();
    journal.close();

    assertThat(made.store.files).hasSize(2);
    assertThat(Verifier.verify(made.store).problems()).isEmpty();
    assertThat(text()).contains("call-00000002");
  }

  private String text() {
    synchronized (made.store) {
      StringBuilder text = new StringBuilder();
      for (byte[] file : List.copyOf(made.store.files.values())) {
        text.append(new String(file, StandardCharsets.UTF_8));
      }
      return text.toString();
    }
  }
}
