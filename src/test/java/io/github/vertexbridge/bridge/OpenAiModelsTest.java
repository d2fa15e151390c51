package io.github.vertexbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.surface.Ask;
import io.github.vertexbridge.surface.OpenAiAnswers;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiModelsTest {
  private static final String POLICY =
      """
      {"aliases":{
        "chat":{"model":"publishers/google/models/gemini-2.5-flash",
                "locations":["europe-west4","europe-west1"]},
        "iris":{"endpoint":"123","locations":["europe-west4"],"transport":"grpc"},
        "tuned":{"endpoint":"456","locations":["europe-west4"]},
        "vectors":{"model":"publishers/google/models/text-embedding-005","locations":["eu"]},
        "far":{"model":"publishers/google/models/gemini-2.5-pro","locations":["us-central1"]}},
       "rules":[
        {"name":"a","callers":{"roles":["A"]},
         "allow":{"models":["chat","tuned","far","publishers/google/models/gemini-2.5-flash",
                            "publishers/meta/models/llama-*"],
                  "actions":["chatCompletions","generateContent"],
                  "residency":["europe-west1","europe-*"]}},
        {"name":"b","callers":{"roles":["A"]},
         "allow":{"models":["iris","vectors","publishers/google/models/gemini-embedding-2",
                            "publishers/google/models/imagen-4"],
                  "actions":["predict","embedContent"],"residency":["europe-*","eu","global"]}},
        {"name":"c","callers":{"roles":["C"]},
         "allow":{"models":["publishers/google/models/gemini-*"],
                  "actions":["chatCompletions"],"residency":["asia-*"]}}]}
      """;

  private OpenAiModels models;

  @BeforeEach
  void read() throws Exception {
    Policy policy = Policy.parse(POLICY);
    models = new OpenAiModels(() -> policy, new ProjectId("my-project"));
  }

  private static Caller caller(String role) {
    return new Caller(
        Caller.Kind.APPLICATION,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(role),
        Set.of(),
        Optional.empty());
  }

  private Ask ask(String name, String role) {
    return models.ask(models.read(name), OpenAiModels.CHAT, caller(role), new byte[0]);
  }

  @Test
  void list_thenWhatTheCallerMayUseByThisFormatAndNothingElse() {
    // iris is predicted on by another format, far is too far, imagen-4 makes no embeddings.
    assertThat(models.list(caller("A")))
        .containsExactly(
            new OpenAiAnswers.Model("chat", "google"),
            new OpenAiAnswers.Model("tuned", "my-project"),
            new OpenAiAnswers.Model("vectors", "google"),
            new OpenAiAnswers.Model("google/gemini-2.5-flash", "google"),
            new OpenAiAnswers.Model("google/gemini-embedding-2", "google"));
    assertThat(models.list(caller("B"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "google/chat", "google/gemini-2.5-flash", "meta/llama-4"})
  void find_whenTheCallerMay_thenByTheNameAsWritten(String name) {
    assertThat(models.find(name, caller("A")).orElseThrow().id()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iris", "far", "google/imagen-4", "google/gemini-2.5-pro"})
  void find_whenTheCallerMayNot_thenNothing(String name) {
    assertThat(models.find(name, caller("A"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nobody", "gemini-2.5-flash", "publishers/google", "a/b/c", "", "Chat", "x/ y"})
  void read_whenItNamesNothing_thenModelNotFound(String name) {
    FailureException thrown = catchThrowableOfType(FailureException.class, () -> models.read(name));

    assertThat(thrown.failure().code()).isEqualTo(FailureCode.ALIAS_UNKNOWN);
  }

  @Test
  void ask_whenAnAlias_thenByItsName() {
    assertThat(ask("chat", "A").alias().orElseThrow().value()).isEqualTo("chat");
    assertThat(ask("google/chat", "A").alias().orElseThrow().value()).isEqualTo("chat");
  }

  @ParameterizedTest
  @CsvSource({
    // Where aliases for that model run, as far as the rule lets the caller.
    "google/gemini-2.5-flash, A, europe-west4",
    // No alias for it: where the rule says in full.
    "meta/llama-4, A, europe-west1",
    // It may not be called there; the refusal says so.
    "google/gemini-2.5-pro, C, us-central1",
  })
  void ask_whenAModelByItsName_thenWhereThePolicyHasIt(String name, String role, String location) {
    Target target = ask(name, role).target().orElseThrow();

    assertThat(target.path())
        .isEqualTo(
            "/v1/projects/my-project/locations/"
                + location
                + "/endpoints/openapi/chat/completions");
    assertThat(target.model().publisherAndModel()).contains(name);
    assertThat(target.rest().streams()).isTrue();
  }

  @Test
  void ask_whenNothingSaysWhere_thenRefusedWithAWayOut() {
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> ask("google/gemini-3", "C"));

    assertThat(thrown.failure().code().httpStatus()).isEqualTo(400);
    assertThat(thrown.failure().facts()).containsEntry("param", "model");
    assertThat(thrown.failure().remedy()).contains("alias");
  }
}
