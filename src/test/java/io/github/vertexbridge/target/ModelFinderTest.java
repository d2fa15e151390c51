package io.github.vertexbridge.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFinderTest {
  private static final String GEMINI = "publishers/google/models/gemini-2.5-flash:";
  private static final String CLAUDE = "publishers/anthropic/models/claude-sonnet-4@20250514:";
  private static final String COUNT = "publishers/anthropic/models/count-tokens:rawPredict";
  private static final String ENDPOINT = "endpoints/123:";

  private static Target resolve(String resource, byte[] body) {
    PathMatch match =
        ActionTable.standard()
            .match(
                "POST",
                "/v1/projects/my-project/locations/europe-west4/" + resource,
                "",
                new ServedProject(new ProjectId("my-project"), Optional.of("123456789012")));
    return ModelFinder.resolve(match, body);
  }

  private static Target resolve(String resource, String body) {
    return resolve(resource, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Failure refused(String resource, byte[] body) {
    FailureException refusal =
        catchThrowableOfType(FailureException.class, () -> resolve(resource, body));
    assertThat(refusal).as("%s is refused", resource).isNotNull();
    return refusal.failure();
  }

  private static Failure refused(String resource, String body) {
    return refused(resource, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void resolve_whenPathNamesTheModel_thenTargetIsThePath() {
    Target target = resolve(GEMINI + "generateContent", "{\"contents\":[{\"parts\":[]}]}");

    assertThat(target.label())
        .isEqualTo("europe-west4/publishers/google/models/gemini-2.5-flash:generateContent");
    assertThat(target.model()).isEqualTo(target.resource());
    assertThat(target.transport()).isEqualTo(Transport.REST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gemini-2.5-flash",
        "publishers/google/models/gemini-2.5-flash",
        "projects/my-project/locations/europe-west4/publishers/google/models/gemini-2.5-flash",
      })
  void resolve_whenBodyNamesTheSameModel_thenAccepted(String name) {
    for (String action : new String[] {"generateContent", "countTokens"}) {
      Target target = resolve(GEMINI + action, "{\"model\":\"" + name + "\",\"contents\":[]}");
      assertThat(target.model().model()).contains("gemini-2.5-flash");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-pro, MODEL_AMBIGUOUS",
    "publishers/google/models/gemini-2.5-pro, MODEL_AMBIGUOUS",
    "publishers/anthropic/models/gemini-2.5-flash, MODEL_AMBIGUOUS",
    "models/gemini-2.5-flash, MODEL_AMBIGUOUS",
    "projects/my-project/locations/us-central1/publishers/google/models/gemini-2.5-flash,"
        + " MODEL_AMBIGUOUS",
    "projects/my-project/locations/europe-west4/endpoints/9, MODEL_AMBIGUOUS",
    "projects/other-project/locations/europe-west4/publishers/google/models/gemini-2.5-flash,"
        + " PROJECT_OTHER",
    "'', MODEL_AMBIGUOUS",
  })
  void resolve_whenBodyNamesAnotherModel_thenRefused(String name, FailureCode code) {
    String body = "{\"contents\":[],\"model\":\"" + name + "\"}";

    assertThat(refused(GEMINI + "countTokens", body).code()).isEqualTo(code);
    assertThat(refused(GEMINI + "generateContent", body).code()).isEqualTo(code);
    assertThat(refused(GEMINI + "rawPredict", body).code()).isEqualTo(code);
    assertThat(refused(ENDPOINT + "countTokens", body).code()).isEqualTo(code);
  }

  @Test
  void resolve_whenModelIsWrittenWithEscapes_thenStillFound() {
    String body = "{\"\\u006dodel\":\"gemini-2.5-\\u0070ro\"}";

    assertThat(refused(GEMINI + "countTokens", body).code()).isEqualTo(FailureCode.MODEL_AMBIGUOUS);
  }

  @Test
  void resolve_whenModelIsGivenTwice_thenAmbiguousEvenIfEqualOrNull() {
    for (String second : new String[] {"\"gemini-2.5-flash\"", "null", "\"x\""}) {
      String body = "{\"model\":\"gemini-2.5-flash\",\"a\":{\"model\":1},\"model\":" + second + "}";
      assertThat(refused(GEMINI + "countTokens", body).code())
          .isEqualTo(FailureCode.MODEL_AMBIGUOUS);
      assertThat(refused(COUNT, body).code()).isEqualTo(FailureCode.MODEL_AMBIGUOUS);
    }
  }

  @Test
  void read_whenBothSpellings_thenAmbiguous() {
    byte[] body = "{\"baseModel\":\"a\",\"base_model\":\"a\"}".getBytes(StandardCharsets.UTF_8);

    FailureException refusal =
        catchThrowableOfType(
            FailureException.class, () -> BodyMembers.read(body, Set.of("baseModel"), true));

    assertThat(refusal.failure().code()).isEqualTo(FailureCode.MODEL_AMBIGUOUS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseModel", "base_model", "base\\u005fmodel"})
  void read_whenEitherSpelling_thenFound(String name) {
    byte[] body = ("{\"" + name + "\":\"a\"}").getBytes(StandardCharsets.UTF_8);

    assertThat(BodyMembers.read(body, Set.of("baseModel"), true))
        .isEqualTo(Map.of("baseModel", "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"claude-opus-4@20250514", "publishers/anthropic/models/claude-opus-4@20250514"})
  void resolve_whenCountTokensOfAnthropic_thenDecidedOnTheBodysModel(String name) {
    Target target = resolve(COUNT, "{\"messages\":[],\"model\":\"" + name + "\"}");

    assertThat(target.model().value())
        .isEqualTo("publishers/anthropic/models/claude-opus-4@20250514");
    assertThat(target.resource().value()).isEqualTo("publishers/anthropic/models/count-tokens");
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', MODEL_MISSING",
    "'{\"model\":null}', MODEL_MISSING",
    "'{\"a\":{\"model\":\"claude\"}}', MODEL_MISSING",
    "'{\"model\":1}', FIELD_INVALID",
    "'{\"model\":{\"a\":\"claude\"}}', FIELD_INVALID",
    "'{\"model\":\"\"}', FIELD_INVALID",
    "'{\"model\":\"a/b\"}', FIELD_INVALID",
    "'{\"model\":\"publishers/google/models/gemini\"}', FIELD_INVALID",
    "'{\"model\":\"*\"}', FIELD_INVALID",
    "'[]', BODY_NOT_JSON",
  })
  void resolve_whenCountTokensLacksItsModel_thenRefused(String body, FailureCode code) {
    assertThat(refused(COUNT, body).code()).isEqualTo(code);
  }

  @Test
  void resolve_whenPseudoModelHasAVersion_thenTheBodysModelDoesNotPass() {
    String body = "{\"model\":\"claude-opus-4\"}";

    assertThat(refused("publishers/anthropic/models/count-tokens@1:rawPredict", body).code())
        .isEqualTo(FailureCode.MODEL_AMBIGUOUS);
  }

  @Test
  void resolve_whenRawBodyRepeatsThePathsModel_thenVersionMayBeMissing() {
    assertThat(resolve(CLAUDE + "rawPredict", "{\"model\":\"claude-sonnet-4\"}").model().model())
        .contains("claude-sonnet-4@20250514");
    assertThat(refused(CLAUDE + "rawPredict", "{\"model\":\"claude-sonnet\"}").code())
        .isEqualTo(FailureCode.MODEL_AMBIGUOUS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "\"a\"", "1", "null", "{\"model\":\"x\",\"model\":1}", " {} \n"})
  void resolve_whenRawPredictOnEndpoint_thenAnyJsonIsData(String body) {
    assertThat(resolve(ENDPOINT + "rawPredict", body).model().value()).isEqualTo("endpoints/123");
  }

  @Test
  void resolve_whenPredictOnEndpoint_thenModelIsDataButEndpointIsNot() {
    assertThat(resolve(ENDPOINT + "predict", "{\"model\":\"x\",\"instances\":[]}").model().value())
        .isEqualTo("endpoints/123");
    assertThat(refused(ENDPOINT + "predict", "{\"endpoint\":\"endpoints/9\"}").code())
        .isEqualTo(FailureCode.MODEL_AMBIGUOUS);
  }

  private static final String FULL = "projects/my-project/locations/europe-west4/";

  @ParameterizedTest
  @CsvSource({
    "batchPredictionJobs, model, publishers/google/models/g, publishers/google/models/g",
    "batchPredictionJobs, model, " + FULL + "models/12@3, models/12@3",
    "batchPredictionJobs, model, " + FULL + "publishers/meta/models/l, publishers/meta/models/l",
    "tuningJobs, baseModel, gemini-2.5-flash, publishers/google/models/gemini-2.5-flash",
    "tuningJobs, base_model, gemini-2.5-flash, publishers/google/models/gemini-2.5-flash",
    "tuningJobs, baseModel, meta/llama3_1@x, publishers/meta/models/llama3_1@x",
    "cachedContents, model, publishers/google/models/g, publishers/google/models/g",
    "endpoints/openapi/chat/completions, model, google/g, publishers/google/models/g",
    "endpoints/openapi/chat/completions, model, " + FULL + "endpoints/9, endpoints/9",
  })
  void resolve_whenBodyNamesTheModel_thenDecidedOnIt(
      String path, String member, String name, String model) {
    Target target = resolve(path, "{\"x\":1,\"" + member + "\":\"" + name + "\"}");

    assertThat(target.model().value()).isEqualTo(model);
    assertThat(target.path()).isEqualTo("/v1/projects/my-project/locations/europe-west4/" + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"preTunedModel/tunedModelName", "pre_tuned_model/tuned_model_name"})
  void resolve_whenModelIsNested_thenFoundInEitherSpelling(String pointer) {
    String[] names = pointer.split("/", -1);
    String body = "{\"%s\":{\"a\":[{}],\"%s\":\"%smodels/4\"}}";

    assertThat(resolve("tuningJobs", body.formatted(names[0], names[1], FULL)).model().value())
        .isEqualTo("models/4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batchPredictionJobs | {\"unmanagedContainerModel\":{}} | MODEL_MISSING",
        "batchPredictionJobs | {\"model\":\"models/12\"} | FIELD_INVALID",
        "batchPredictionJobs | {\"model\":\"projects/my-project/locations/us-east1/models/1\"} | FIELD_INVALID",
        "batchPredictionJobs | {\"model\":\"projects/other/locations/europe-west4/models/1\"} | PROJECT_OTHER",
        "tuningJobs | {\"baseModel\":\"a\",\"preTunedModel\":{\"tunedModelName\":\"b\"}} | MODEL_AMBIGUOUS",
        "tuningJobs | {\"baseModel\":\"a\",\"base_model\":\"a\"} | MODEL_AMBIGUOUS",
        "tuningJobs | {\"preTunedModel\":{},\"pre_tuned_model\":{}} | MODEL_AMBIGUOUS",
        "cachedContents | {} | MODEL_MISSING",
        "endpoints/openapi/chat/completions | {\"messages\":[]} | MODEL_MISSING",
        "endpoints/openapi/chat/completions | {\"model\":\"gemini\"} | FIELD_INVALID",
        "endpoints/openapi/chat/completions | {\"model\":\"models/gemini\"} | FIELD_INVALID",
        "endpoints/openapi/chat/completions | {\"model\":\"endpoints/9\"} | FIELD_INVALID",
      })
  void resolve_whenTheBodysModelIsNotClear_thenRefused(String path, String body, FailureCode code) {
    assertThat(refused(path, body).code()).isEqualTo(code);
  }

  @Test
  void resolve_whenRoutingNamesAnotherModel_thenRefused() {
    String body =
        "{\"generation_config\":{\"routingConfig\":{\"manual_mode\":{\"modelName\":\"x\"}}}}";

    assertThat(refused(GEMINI + "streamGenerateContent", body).code())
        .isEqualTo(FailureCode.MODEL_AMBIGUOUS);
  }

  @Test
  void resolve_whenOperationIsOfAnotherModel_thenRefused() {
    String body = "{\"operationName\":\"" + FULL + "publishers/google/models/%s/operations/7\"}";
    String path = GEMINI + "fetchPredictOperation";

    assertThat(resolve(path, body.formatted("gemini-2.5-flash")).model().model())
        .contains("gemini-2.5-flash");
    assertThat(refused(path, body.formatted("veo-3")).code())
        .isEqualTo(FailureCode.MODEL_AMBIGUOUS);
    assertThat(refused(path, "{\"operation_name\":\"gemini-2.5-flash\"}").code())
        .isEqualTo(FailureCode.MODEL_AMBIGUOUS);
  }

  @Test
  void resolve_whenJobNamesNoModel_thenDecidedOnItsKind() {
    assertThat(resolve("customJobs", "{\"jobSpec\":{}}").model().value()).isEqualTo("customJobs");
    assertThat(resolve("customJobs/7:cancel", "").model().value()).isEqualTo("customJobs/7");
    assertThat(resolve("endpoints/1/operations/7:cancel", "{}").model().value())
        .isEqualTo("endpoints/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}x",
        "{} {}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\":1;\"b\":2}",
        "{\"a\"=1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "/* c */{}",
        "{}// c",
        "{\"a\":\"\\x\"}",
        "<html>",
        "[]",
        "null",
        "   ",
      })
  void resolve_whenNotAJsonObject_thenRefused(String body) {
    assertThat(refused(GEMINI + "generateContent", body).code())
        .isEqualTo(FailureCode.BODY_NOT_JSON);
  }

  @Test
  void resolve_whenNotJson_thenSaysWhereWithoutQuotingTheBody() {
    Failure failure = refused(GEMINI + "generateContent", "{\"canary\":\n {\"canary\": canary}}");

    assertThat(failure.seen()).isEqualTo("The body is not valid JSON at line 2 column 13.");
  }

  @Test
  void resolve_whenEmptyOrNotUtf8_thenSaysSo() {
    assertThat(refused(GEMINI + "predict", "").code()).isEqualTo(FailureCode.BODY_MISSING);
    byte[] latin1 = "{\"a\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(refused(GEMINI + "predict", latin1).code()).isEqualTo(FailureCode.BODY_NOT_UTF8);
  }

  @Test
  void resolve_whenNestedTooDeep_thenRefusedWithoutOverflow() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    String fine = "{\"a\":" + "[".repeat(100) + "]".repeat(100) + ",\"model\":\"x\"}";

    assertThat(refused(ENDPOINT + "rawPredict", deep).seen()).contains("100 levels");
    assertThat(refused(GEMINI + "countTokens", fine).code()).isEqualTo(FailureCode.MODEL_AMBIGUOUS);
  }

  @Test
  void resolve_whenTheProjectIsWrittenByItsNumber_thenItIsTheSameProject() {
    String name = "projects/123456789012/locations/europe-west4/";

    Target batch =
        resolve(
            "batchPredictionJobs", "{\"model\":\"" + name + "models/77\",\"displayName\":\"j\"}");
    Target poll =
        resolve(
            GEMINI + "fetchPredictOperation",
            "{\"operationName\":\"" + name + GEMINI.replace(":", "") + "/operations/1\"}");
    PathMatch byNumber =
        ActionTable.standard()
            .match(
                "GET",
                "/v1/" + name + "customJobs/5",
                "",
                new ServedProject(new ProjectId("my-project"), Optional.of("123456789012")));

    assertThat(batch.model()).hasToString("models/77");
    assertThat(poll.path()).startsWith("/v1/projects/my-project/");
    assertThat(ModelFinder.resolve(byNumber, new byte[0]).path())
        .isEqualTo("/v1/projects/my-project/locations/europe-west4/customJobs/5");
    assertThat(
            refused(
                    "batchPredictionJobs",
                    "{\"model\":\"projects/999999999999/locations/europe-west4/models/77\"}")
                .code())
        .isEqualTo(FailureCode.PROJECT_OTHER);
  }
}
