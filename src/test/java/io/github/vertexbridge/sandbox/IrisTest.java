package io.github.vertexbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IrisTest {
  private final Iris iris = Iris.load();

  @Test
  void rows_whenLoaded_thenFishersTable() {
    assertThat(iris.rows()).hasSize(150);
    assertThat(
            iris.rows().stream()
                .collect(Collectors.groupingBy(Iris.Row::species, Collectors.counting())))
        .hasSize(3)
        .allSatisfy((species, count) -> assertThat(count).isEqualTo(50));
    // The two rows that copies of the table often have wrong.
    assertThat(iris.rows().get(34).measurements()).containsExactly(4.9, 3.1, 1.5, 0.2);
    assertThat(iris.rows().get(37).measurements()).containsExactly(4.9, 3.6, 1.4, 0.1);
  }

  @Test
  void classify_whenOwnRows_thenSetosaAlwaysAndTheRestMostly() {
    assertThat(iris.rows().stream().filter(row -> row.species().equals("setosa")))
        .allSatisfy(
            row -> assertThat(iris.classify(row.measurements()).species()).isEqualTo("setosa"));
    long right =
        iris.rows().stream()
            .filter(row -> iris.classify(row.measurements()).species().equals(row.species()))
            .count();
    assertThat(right).isBetween(135L, 149L);
  }
}
