package io.github.vertexbridge.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every catalogue row that can be brought about: found first, told whole, and mended by its own
 * printed fix where the sandbox can run it.
 */
class StagedFailuresTest {
  private static Stage stage;

  @BeforeAll
  static void open(@TempDir Path directory) throws Exception {
    stage = new Stage(directory);
  }

  @AfterAll
  static void close() throws Exception {
    stage.close();
  }

  @BeforeEach
  void careful() throws Exception {
    stage.reset();
  }

  @Test
  void examine_whenNothingIsWrong_thenNothingIsFound() throws Exception {
    Report report = stage.examine();

    assertThat(report.findings()).allMatch(f -> f.severity() == Severity.INFO);
    assertThat(report.exitCode()).isZero();
    assertThat(report.left()).isEmpty();
  }

  static Stream<Staged> staged() {
    return Staged.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("staged")
  void examine_whenSomethingIsWrong_thenItIsFoundFirstAndTheFixMendsIt(Staged staged)
      throws Exception {
    staged.fault().on(stage);

    Report report = stage.examine();

    assertThat(report.findings()).as(staged.toString()).isNotEmpty();
    Finding first = report.findings().get(0);
    assertThat(first.id()).as(first.toString()).isEqualTo(staged.id());
    assertThat(first.seen()).isNotBlank();
    assertThat(first.cause()).doesNotContain("{");
    assertThat(first.page()).isNotBlank();
    assertThat(first.fix().unfilled()).as(first.fix().toString()).isEmpty();
    assertThat(first.fix().steps()).isNotEmpty().allMatch(s -> !s.contains("{"));
    assertThat(report.exitCode()).isEqualTo(1);
    if (staged.mends()) {
      assertThat(new Mender(stage).apply(first.fix())).as("commands").isPositive();
      Report after = stage.examine();
      assertThat(after.findings())
          .as("after " + first.fix())
          .allMatch(f -> f.severity() == Severity.INFO);
      assertThat(after.exitCode()).isZero();
    }
  }

  @Test
  void catalogue_whenComparedWithTheStages_thenEveryRowHasAStageOrAReason() {
    Catalogue catalogue = Catalogue.load();
    Set<String> staged =
        Staged.all().map(Staged::id).collect(Collectors.toCollection(TreeSet::new));
    Set<String> claimed =
        catalogue.rows().stream()
            .filter(row -> row.staging().isPresent())
            .map(Entry::id)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(staged).isEqualTo(claimed);
    assertThat(catalogue.rows())
        .allMatch(row -> row.staging().isPresent() != row.unstaged().isPresent());
    List<Entry> rows = catalogue.rows();
    long mends = Staged.all().filter(Staged::mends).count();
    System.out.printf(
        "failure catalogue: %d of %d rows staged, %d misconfigurations, %d round trips%n",
        staged.size(), rows.size(), Staged.all().count(), mends);
    rows.forEach(
        row -> row.unstaged().ifPresent(why -> System.out.println("  " + row.id() + ": " + why)));
  }
}
