package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedTest {
  private static final String PREDICTIONS =
      "{\"predictions\":[{\"x\":[1],\"embeddings\":{\"statistics\":{\"token_count\":2.0,"
          + "\"truncated\":false},\"values\":[3,4.0]}},{\"embeddings\":{\"values\":[0,-1],"
          + "\"statistics\":{\"token_count\":5}}}],\"metadata\":{\"billableCharacterCount\":9}}";

  private static Answer answer(String json) {
    return new Answer(200, Headers.NONE, json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void read_whenPredictions_thenVectorsInOrderAndTokensSummed() {
    Embedded embedded = Embedded.read(answer(PREDICTIONS), 2, false);

    assertThat(embedded.vectors().get(0)).containsExactly(3, 4);
    assertThat(embedded.vectors().get(1)).containsExactly(0, -1);
    assertThat(embedded.tokens()).hasValue(7);
  }

  @Test
  void read_whenShortened_thenOfLengthOne() {
    Embedded embedded = Embedded.read(answer(PREDICTIONS), 2, true);

    assertThat(embedded.vectors().get(0)).containsExactly(new double[] {0.6, 0.8}, within(1e-12));
  }

  @Test
  void read_whenAllZero_thenStaysZero() {
    Embedded embedded = Embedded.read(answer("{\"embedding\":{\"values\":[0,0]}}"), 1, true);

    assertThat(embedded.vectors().get(0)).containsExactly(0, 0);
  }

  @Test
  void read_whenOneContent_thenItsVectorAndUsage() {
    Embedded embedded =
        Embedded.read(
            answer(
                "{\"embedding\":{\"values\":[1]},\"usageMetadata\":{\"promptTokenCount\":3,"
                    + "\"totalTokenCount\":4},\"truncated\":false}"),
            1,
            false);

    assertThat(embedded.vectors().get(0)).containsExactly(1);
    assertThat(embedded.tokens()).hasValue(3);
  }

  @Test
  void read_whenNotAllAreCounted_thenNoSum() {
    Embedded embedded =
        Embedded.read(
            answer(
                "{\"predictions\":[{\"embeddings\":{\"values\":[1]}},{\"embeddings\":{"
                    + "\"values\":[1],\"statistics\":{\"token_count\":5}}}]}"),
            2,
            false);

    assertThat(embedded.tokens()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "",
        "<html>",
        "{\"predictions\":[]}",
        "{\"predictions\":{}}",
        "{\"predictions\":[{\"embeddings\":{\"values\":[\"x\"]}}]}",
        "{\"predictions\":[{\"embeddings\":{\"values\":[]}}]}",
        "{\"predictions\":[{\"species\":\"x\"}]}",
        "{\"embedding\":{\"values\":[1]}",
        "{\"embedding\":[1]}",
        "{\"embedding\":{\"values\":[1]},\"embedding\":{\"values\":[1]}}",
      })
  void read_whenThereIsNotOneVectorForEachText_thenMalformed(String json) {
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> Embedded.read(answer(json), 1, false));

    assertThat(thrown.failure().code()).isEqualTo(FailureCode.VERTEX_MALFORMED);
  }
}
