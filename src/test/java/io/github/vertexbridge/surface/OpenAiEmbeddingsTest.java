package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiEmbeddingsTest {
  private static OpenAiEmbeddings read(String json) {
    return OpenAiEmbeddings.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void read_whenAsTheSdkSendsIt_thenAllOfIt() {
    OpenAiEmbeddings asked =
        read(
            "{\"model\":\"text\",\"input\":[\"a\",\"b\"],\"dimensions\":8,"
                + "\"encoding_format\":\"base64\",\"user\":\"u\"}");

    assertThat(asked.model()).isEqualTo("text");
    assertThat(asked.texts()).containsExactly("a", "b");
    assertThat(asked.dimensions()).hasValue(8);
    assertThat(asked.base64()).isTrue();
  }

  @Test
  void read_whenOnlyWhatMustBeThere_thenOneTextAndFloats() {
    OpenAiEmbeddings asked = read("{\"model\":\"text\",\"input\":\"a\"}");

    assertThat(asked.texts()).containsExactly("a");
    assertThat(asked.dimensions()).isEmpty();
    assertThat(asked.base64()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"input\":[1,2] | input | invalid_type",
        "\"input\":[[1,2],[3]] | input | invalid_type",
        "\"input\":[\"a\",null] | input | invalid_type",
        "\"input\":3 | input | invalid_type",
        "\"input\":[] | input | invalid_value",
        "\"input\":\"\" | input | invalid_value",
        "\"input\":[\"a\",\"\"] | input | invalid_value",
        "\"user\":\"u\" | input | missing_required_parameter",
        "\"input\":\"a\",\"dimensions\":\"8\" | dimensions | invalid_type",
        "\"input\":\"a\",\"dimensions\":0 | dimensions | invalid_value",
        "\"input\":\"a\",\"dimensions\":1e300 | dimensions | invalid_value",
        "\"input\":\"a\",\"encoding_format\":\"hex\" | encoding_format | invalid_value",
        "\"input\":\"a\",\"task_type\":\"x\" | task_type | unsupported_parameter",
      })
  void read_whenAParameterIsWrong_thenItIsNamed(String members, String param, String code) {
    FailureException thrown =
        catchThrowableOfType(
            FailureException.class, () -> read("{\"model\":\"m\"," + members.strip() + "}"));

    Failure failure = thrown.failure();
    assertThat(failure.code()).isEqualTo(FailureCode.FIELD_INVALID);
    assertThat(failure.facts()).containsEntry("param", param).containsEntry("code", code);
  }
}
