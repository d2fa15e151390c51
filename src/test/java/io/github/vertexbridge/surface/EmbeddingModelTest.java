package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ResourceName;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingModelTest {
  private static OpenAiEmbeddings texts(int count) {
    return new OpenAiEmbeddings("m", Collections.nCopies(count, "t"), OptionalInt.empty(), false);
  }

  @ParameterizedTest
  @CsvSource({
    "publishers/google/models/text-embedding-005, TEXT, predict",
    "publishers/google/models/text-multilingual-embedding-002, TEXT, predict",
    "publishers/google/models/gemini-embedding-001, GEMINI_1, predict",
    "publishers/google/models/gemini-embedding-2, CONTENT, embedContent",
    "publishers/intfloat/models/multilingual-e5-large-instruct-maas, CONTENT, embedContent",
  })
  void of_whenAModel_thenAskedAsGooglesOwnSdkDoes(
      String resource, EmbeddingModel model, String action) {
    assertThat(EmbeddingModel.of(new ResourceName(resource))).contains(model);
    assertThat(model.action().value()).isEqualTo(action);
  }

  @Test
  void of_whenAnEndpoint_thenNothingIsKnown() {
    assertThat(EmbeddingModel.of(ResourceName.endpoint("1"))).isEmpty();
  }

  @Test
  void body_whenPredict_thenInstancesInOrderAndNoSilentCut() {
    byte[] body = EmbeddingModel.TEXT.body(List.of("a\"b", "ö"), OptionalInt.of(8));

    assertThat(new String(body, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"instances\":[{\"content\":\"a\\\"b\"},{\"content\":\"ö\"}],"
                + "\"parameters\":{\"autoTruncate\":false,\"outputDimensionality\":8}}");
  }

  @Test
  void body_whenEmbedContent_thenOneContent() {
    byte[] body = EmbeddingModel.CONTENT.body(List.of("a"), OptionalInt.empty());

    assertThat(new String(body, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"content\":{\"parts\":[{\"text\":\"a\"}]},"
                + "\"embedContentConfig\":{\"autoTruncate\":false}}");
  }

  @ParameterizedTest
  @CsvSource({"TEXT, 1, 1", "TEXT, 250, 1", "TEXT, 251, 2", "TEXT, 2048, 9", "GEMINI_1, 100, 100"})
  void calls_whenWithinTheLimit_thenAsFewAsTheModelAllows(
      EmbeddingModel model, int texts, int calls) {
    List<List<String>> all = model.calls(texts(texts));

    assertThat(all).hasSize(calls);
    assertThat(all.stream().mapToInt(List::size).sum()).isEqualTo(texts);
  }

  @ParameterizedTest
  @CsvSource({"TEXT, 2049", "GEMINI_1, 101", "CONTENT, 101"})
  void calls_whenTooMany_thenRefused(EmbeddingModel model, int texts) {
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> model.calls(texts(texts)));

    assertThat(thrown.failure().facts()).containsEntry("param", "input");
    assertThat(thrown.failure().seen()).contains(String.valueOf(texts));
  }
}
