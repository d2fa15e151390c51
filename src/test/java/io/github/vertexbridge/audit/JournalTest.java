package io.github.vertexbridge.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.AppendStore;
import io.github.vertexbridge.call.AppendStore.Appended;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private Journal withTwoLines() {
    Journal journal = made.bestEffort("chain");
    journal.record(Journals.call(1));
    journal.commit();
    journal.record(Journals.call(2));
    return journal;
  }

  @Test
  void commit_whenTheFileWasDeleted_thenTheChainGoesOnInAnotherThatSaysSo() throws IOException {
    Journal journal = withTwoLines();
    String gone = made.store.files.firstKey();
    made.store.files.clear();

    assertThat(journal.commit()).isTrue();
    journal.close();

    assertThat(journal.state().failingSince()).isEmpty();
    assertThat(text()).contains("\"reason\":\"gone\"").contains("call-00000002");
    Verifier.Proof proof = Verifier.verify(made.store);
    assertThat(proof.whole()).isFalse();
    assertThat(proof.problems())
        .extracting(AuditProblem::message)
        .singleElement()
        .asString()
        .contains(gone + ", which was deleted while its process wrote it")
        .contains("lines up to 1 are missing");
  }

  @Test
  void commit_whenTheFileIsDeletedBeforeItsFirstLine_thenTheChainBeginsInAnother()
      throws IOException {
    made.store.deletes = 1;
    Journal journal = made.bestEffort("chain");
    journal.record(Journals.call(1));
    journal.commit();
    journal.close();

    assertThat(made.store.files).hasSize(1);
    assertThat(Verifier.verify(made.store).problems()).isEmpty();
    assertThat(text()).contains("genesis").contains("call-00000001");
  }

  @Test
  void commit_whenTheFileIsFull_thenTheChainGoesOnWhole() throws IOException {
    Journal journal = withTwoLines();
    made.store.full = made.store.files.firstKey();

    assertThat(journal.commit()).isTrue();
    journal.close();

    assertThat(made.store.files).hasSize(2);
    assertThat(text()).contains("\"reason\":\"full\"").contains("call-00000002");
    assertThat(Verifier.verify(made.store).problems()).isEmpty();
  }

  @Test
  void commit_whenSomebodyElseAddedToTheFile_thenTheChainGoesOnElsewhereAndTheFileIsBroken()
      throws IOException {
    Journal journal = withTwoLines();
    String file = made.store.files.firstKey();
    long length = made.store.list(file).get(0).bytes();
    assertThat(
            made.store.append(
                file, length, "{\"type\":\"call\"}\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Appended.DONE);

    assertThat(journal.commit()).isTrue();
    journal.close();

    assertThat(text()).contains("\"reason\":\"changed\"").contains("call-00000002");
    Verifier.Proof proof = Verifier.verify(made.store);
    assertThat(proof.whole()).isFalse();
    assertThat(proof.problems()).extracting(AuditProblem::file).containsOnly(file);
  }

  @Test
  void commit_whenTheFileIsDeletedAtTheEndOfItsDay_thenNoLineIsLostWithIt() throws IOException {
    Journal journal = withTwoLines();
    made.store.files.clear();
    made.now = made.now.plus(Duration.ofDays(1));

    assertThat(journal.commit()).isTrue();
    journal.close();

    assertThat(text()).contains("call-00000002").contains("\"reason\":\"gone\"");
    assertThat(Verifier.verify(made.store).problems())
        .filteredOn(AuditProblem::broken)
        .extracting(AuditProblem::message)
        .singleElement()
        .asString()
        .contains("which was deleted");
  }

  @Test
  void commit_whenEveryFileIsDeletedAtOnce_thenToldAsAFailureAndTheLinesAreKept() {
    made.store.deletes = Integer.MAX_VALUE;
    Journal journal = made.bestEffort("chain");
    journal.record(Journals.call(1));

    assertThat(journal.commit()).isFalse();
    assertThat(made.failures).hasSize(1);
    assertThat(journal.state().failingSince()).isPresent();
    assertThat(journal.state().waiting()).isEqualTo(1);

    made.store.deletes = 0;
    journal.commit();
    assertThat(text()).contains("call-00000001");
  }

  @Test
  void commit_whenLinesAreLong_thenNoAppendIsLargerThanTheServiceTakes() throws IOException {
    Journal journal = made.bestEffort("chain");
    for (int i = 0; i < 20; i++) {
      JsonObject line = Journals.call(i);
      line.addProperty("seen", "x".repeat(500_000));
      journal.record(line);
    }
    journal.commit();
    journal.close();

    assertThat(made.store.largest).isLessThan(4 << 20);
    assertThat(journal.state().written()).isEqualTo(20);
    assertThat(Verifier.verify(made.store).problems()).isEmpty();
  }

  @Test
  void commit_whenAFileHadManyAppends_thenTheNextIsBegunBeforeTheServicesLimit() {
    Counting store = new Counting(new HashMap<>());
    Journal journal =
        new Journal(
            store,
            new Origin("chain", "1.0", "production", "i-1", "abc"),
            Journal.Options.of(false),
            () -> made.now,
            made.failures::add);
    for (int i = 0; i < 50_001; i++) {
      journal.record(Journals.call(i));
      journal.commit();
    }

    assertThat(store.appends()).hasSize(2);
    assertThat(store.appends().values())
        .allSatisfy(appends -> assertThat(appends).isLessThan(50_000));
  }

  /** Counts appends by file, and keeps nothing. */
  private record Counting(Map<String, Integer> appends) implements AppendStore {
    @Override
    public void create(String name) {
      appends.put(name, 0);
    }

    @Override
    public Appended append(String name, long position, byte[] bytes) {
      appends.merge(name, 1, Integer::sum);
      return Appended.DONE;
    }

    @Override
    public List<StoredFile> list(String prefix) {
      return List.of();
    }

    @Override
    public InputStream read(String name) {
      return InputStream.nullInputStream();
    }
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
