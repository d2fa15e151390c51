package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiSurfaceTest {
  private final OpenAiSurface surface = new OpenAiSurface(100);

  private static Inbound inbound(String method, String path, String query, String body) {
    return new Inbound(
        method,
        path,
        query,
        new Headers(Map.of("content-type", "application/json")),
        body.getBytes(StandardCharsets.UTF_8),
        "invocation");
  }

  @ParameterizedTest
  @CsvSource({
    "/openai/v1/models/chat, chat",
    "/openai/v1/models/google%2Fgemini-2.5-flash, google/gemini-2.5-flash",
    "/openai/v1/models/google%2fgemini-2.5-flash, google/gemini-2.5-flash",
    "/openai/v1/models/google/gemini-2.5-flash, google/gemini-2.5-flash",
  })
  void model_whenItsSlashIsEncodedOrNot_thenTheSameName(String path, String id) {
    assertThat(surface.model(inbound("GET", path, "", ""))).contains(id);
  }

  @Test
  void model_whenNone_thenTheList() {
    assertThat(surface.model(inbound("GET", "/openai/v1/models", "", ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openai/v1/models/", "/OpenAI/v1/models", "/openai/v1/Models/x"})
  void model_whenThePathIsWrittenOtherwise_then404(String path) {
    FailureException thrown =
        catchThrowableOfType(
            FailureException.class, () -> surface.model(inbound("GET", path, "", "")));

    assertThat(thrown.failure().code()).isEqualTo(FailureCode.PATH_UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "/openai/v1/Chat/completions, '', {}, PATH_UNKNOWN",
    "/openai/v1/chat/completions/, '', {}, PATH_UNKNOWN",
    "/openai/v1/chat/completions, api-version=1, {}, QUERY_NOT_ALLOWED",
    "/openai/v1/chat/completions, '', '', BODY_MISSING",
  })
  void chat_whenTheRequestIsWrong_thenTyped(
      String path, String query, String body, FailureCode code) {
    FailureException thrown =
        catchThrowableOfType(
            FailureException.class, () -> surface.chat(inbound("POST", path, query, body)));

    assertThat(thrown.failure().code()).isEqualTo(code);
  }

  @Test
  void embeddings_whenTooLarge_then413() {
    FailureException thrown =
        catchThrowableOfType(
            FailureException.class,
            () ->
                surface.embeddings(
                    inbound("POST", "/openai/v1/embeddings", "", "{" + " ".repeat(100) + "}")));

    assertThat(thrown.failure().code()).isEqualTo(FailureCode.BODY_TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({
    "/openai/v1/responses, POST /openai/v1/chat/completions",
    "/openai/v1/responses/r1/cancel, POST /openai/v1/chat/completions",
    "/openai/v1/completions, POST /openai/v1/chat/completions",
    "/openai/v1/files, Cloud Storage",
    "/openai/v1/batches, batchPredictionJobs",
    "/openai/v1/images/generations, Imagen",
    "/openai/v1/moderations, safety_settings",
    "/openai/v1/audio/speech, input_audio",
    "/openai/v1/fine_tuning/jobs, tuningJobs",
    "/openai/deployments/x/chat/completions, not AzureOpenAI",
    "/openai/v1/deployments/x/chat/completions, not AzureOpenAI",
    "/openai/chat/completions, base URL",
    "/openai, base URL",
    "/openai/v1/chat/completions, POST /chat/completions",
  })
  void unmatched_whenOpenAiHasItAndVertexNot_thenSaysWhatToUse(String path, String words) {
    var failure = OpenAiSurface.unmatched(inbound("GET", path, "", ""));

    assertThat(failure.code().httpStatus()).isEqualTo(404);
    assertThat(failure.seen()).contains("GET " + path);
    assertThat(failure.remedy()).contains(words);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/projects/p, VERTEX",
    "/v1beta1/publishers, VERTEX",
    "/openai/v1/x, OPENAI",
    "/openai, OPENAI",
    "/openaix, NONE",
    "/bridge/predict/x, BRIDGE",
    "/, NONE",
  })
  void of_whenAPath_thenTheSurfaceThatOwnsIt(String path, Surface owner) {
    assertThat(Surface.of(path)).isEqualTo(owner);
  }

  @Test
  void unknownModel_whenOnlyTheIdIsGiven_thenSaysHowToWriteIt() {
    assertThat(OpenAiSurface.unknownModel("gemini-2.5-flash").remedy())
        .contains("google/gemini-2.5-flash");
  }
}
