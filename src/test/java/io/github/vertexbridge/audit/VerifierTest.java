package io.github.vertexbridge.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.audit.Verifier.Proof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever is done to audit files, the proof says so. */
class VerifierTest {

  @Test
  void verify_whenNothingWasDone_thenWholeWithoutAnyProblem() throws IOException {
    Proof proof = Verifier.verify(Journals.twoDays(3));

    assertThat(proof.problems()).isEmpty();
    assertThat(proof.whole()).isTrue();
    assertThat(proof.files()).isEqualTo(4);
    assertThat(proof.chains()).isEqualTo(2);
  }

  @Property(tries = 300)
  void verify_whenOneByteIsAnother_thenBroken(
      @ForAll @IntRange(min = 0, max = 3) int file,
      @ForAll @IntRange(min = 0, max = 100_000) int at,
      @ForAll @IntRange(min = 1, max = 255) int change)
      throws IOException {
    MemoryStore store = Journals.twoDays(3);
    byte[] bytes = bytes(store, file);
    bytes[at % bytes.length] ^= (byte) change;

    assertThat(Verifier.verify(store).whole()).isFalse();
  }

  @Property(tries = 200)
  void verify_whenALineIsTakenOut_thenBroken(
      @ForAll @IntRange(min = 0, max = 3) int file, @ForAll @IntRange(min = 0, max = 100) int at)
      throws IOException {
    MemoryStore store = Journals.twoDays(4);
    List<String> lines = lines(store, file);
    int taken = at % lines.size();
    lines.remove(taken);
    write(store, file, lines);

    // The end of a chain alone may look like a process that still writes: it is told, not proven.
    assertThat(Verifier.verify(store).problems()).isNotEmpty();
    if (taken < lines.size()) {
      assertThat(Verifier.verify(store).whole()).isFalse();
    }
  }

  @Property(tries = 200)
  void verify_whenTwoLinesAreSwapped_thenBroken(
      @ForAll @IntRange(min = 0, max = 3) int file,
      @ForAll @IntRange(min = 0, max = 100) int one,
      @ForAll @IntRange(min = 1, max = 100) int distance)
      throws IOException {
    MemoryStore store = Journals.twoDays(4);
    List<String> lines = lines(store, file);
    int first = one % lines.size();
    int second = (first + 1 + distance % (lines.size() - 1)) % lines.size();
    String kept = lines.get(first);
    lines.set(first, lines.get(second));
    lines.set(second, kept);
    write(store, file, lines);

    assertThat(Verifier.verify(store).whole()).isFalse();
  }

  @Property(tries = 200)
  void verify_whenTheTailIsCutOff_thenTold(
      @ForAll @IntRange(min = 0, max = 3) int file,
      @ForAll @IntRange(min = 1, max = 100_000) int by)
      throws IOException {
    MemoryStore store = Journals.twoDays(3);
    String name = name(store, file);
    byte[] bytes = bytes(store, file);
    store.files.put(name, Arrays.copyOf(bytes, bytes.length - 1 - by % bytes.length));

    assertThat(Verifier.verify(store).problems()).isNotEmpty();
  }

  @Test
  void verify_whenAFileIsRemoved_thenBroken() throws IOException {
    for (int file = 1; file < 4; file++) {
      MemoryStore store = Journals.twoDays(3);
      store.files.remove(name(store, file));

      assertThat(Verifier.verify(store).whole()).as("file " + file).isFalse();
    }
  }

  @Test
  void verify_whenTheOldestFilesAreDeleted_thenNotCalledBroken() throws IOException {
    MemoryStore store = Journals.twoDays(3);
    store.files.remove(name(store, 0));
    store.files.remove(name(store, 0));

    assertThat(Verifier.verify(store).whole()).isTrue();
  }

  @Test
  void verify_whenLinesAreMissing_thenTheirNumbersAndPlaceAreTold() throws IOException {
    MemoryStore store = Journals.twoDays(5);
    List<String> lines = lines(store, 0);
    lines.subList(2, 4).clear();
    write(store, 0, lines);

    assertThat(Verifier.verify(store).problems().get(0).message())
        .isEqualTo("line 3 comes too early: lines 2 to 3 are missing");
  }

  @Test
  void verify_whenAnotherChainSawMore_thenTheCutIsBrokenAlsoWhileTheProcessWrites()
      throws IOException {
    Journals made = new Journals();
    Journal cut = made.bestEffort("chain-cut");
    cut.record(Journals.call(1));
    cut.commit();
    cut.record(Journals.call(2));
    cut.commit();
    Journal witness = made.bestEffort("chain-witness");
    witness.record(Journals.call(3));
    witness.commit();
    assertThat(Verifier.verify(made.store).whole()).isTrue();

    String name = name(made.store, 0);
    List<String> lines = lines(made.store, 0);
    write(made.store, 0, lines.subList(0, lines.size() - 1));

    Proof proof = Verifier.verify(made.store);
    assertThat(proof.whole()).isFalse();
    assertThat(proof.problems()).anyMatch(p -> p.file().equals(name) && p.broken());
  }

  private static String name(MemoryStore store, int index) {
    return List.copyOf(store.files.keySet()).get(index);
  }

  private static byte[] bytes(MemoryStore store, int file) {
    return Objects.requireNonNull(store.files.get(name(store, file)));
  }

  private static List<String> lines(MemoryStore store, int file) {
    String text = new String(bytes(store, file), StandardCharsets.UTF_8);
    return new ArrayList<>(List.of(text.split("\n")));
  }

  private static void write(MemoryStore store, int file, List<String> lines) {
    store.files.put(
        name(store, file), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
