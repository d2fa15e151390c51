package io.github.vertexbridge.guard;

import static io.github.vertexbridge.guard.Held.FLASH;
import static io.github.vertexbridge.guard.Held.apply;
import static io.github.vertexbridge.guard.Held.held;
import static io.github.vertexbridge.guard.Held.jobs;
import static io.github.vertexbridge.guard.Held.labels;
import static io.github.vertexbridge.guard.Held.refused;
import static io.github.vertexbridge.guard.Held.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobGuardsTest {
  private static final String JOBS = "jobs@my-project.iam.gserviceaccount.com";
  private static final String DEFINITIONS =
      "gs://google-cloud-aiplatform/schema/trainingjob/definition/";

  private static Target create(String kind) {
    return target(kind, kind + ".create", kind);
  }

  private static Target create(String kind, String model) {
    return target(kind, kind + ".create", model);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "customJobs               | {'displayName':'j'} | {'displayName':'j','jobSpec':{'serviceAccount':'SA'}}",
        "customJobs               | {'display_name':'j','job_spec':{}} | {'display_name':'j','job_spec':{'serviceAccount':'SA'}}",
        "hyperparameterTuningJobs | {'displayName':'j','trialJobSpec':{'service_account':''}} | {'displayName':'j','trialJobSpec':{'service_account':'SA'}}",
        "pipelineJobs             | {'displayName':'j'} | {'displayName':'j','serviceAccount':'SA'}",
        "tuningJobs               | {'tunedModelDisplayName':'j'} | {'tunedModelDisplayName':'j','serviceAccount':'SA'}",
        "trainingPipelines        | {'displayName':'j','trainingTaskDefinition':'D/custom_task_1.0.0.yaml','trainingTaskInputs':{'a':1}} | {'displayName':'j','trainingTaskDefinition':'D/custom_task_1.0.0.yaml','trainingTaskInputs':{'a':1,'serviceAccount':'SA'}}",
        "trainingPipelines        | {'displayName':'j','trainingTaskDefinition':'D/hyperparameter_tuning_task_1.0.0.yaml'} | {'displayName':'j','trainingTaskDefinition':'D/hyperparameter_tuning_task_1.0.0.yaml','trainingTaskInputs':{'trialJobSpec':{'serviceAccount':'SA'}}}",
        "trainingPipelines        | {'displayName':'j','trainingTaskDefinition':'D/automl_tables_1.0.0.yaml'} | {'displayName':'j','trainingTaskDefinition':'D/automl_tables_1.0.0.yaml'}",
        "customJobs               | {'displayName':'j','jobSpec':{'serviceAccount':'SA'}} | {'displayName':'j','jobSpec':{'serviceAccount':'SA'}}",
      })
  void account_whenAbsent_thenTheRules(String kind, String body, String expected) {
    Target target = kind.equals("tuningJobs") ? create(kind, FLASH) : create(kind);

    assertThat(held(target, jobs(JOBS), spelled(body))).isEqualTo(spelled(expected));
  }

  private static String spelled(String body) {
    return body.replace("'SA'", "'" + JOBS + "'").replace("'D/", "'" + DEFINITIONS);
  }

  @Test
  void account_whenBatchOfAPublishersModel_thenNoneIsSetButNoOtherPasses() {
    Target publishers = create("batchPredictionJobs", FLASH);

    assertThat(apply(publishers, jobs(JOBS), "{'displayName':'j'}").edited()).isFalse();
    assertThat(held(create("batchPredictionJobs", "models/1"), jobs(JOBS), "{'displayName':'j'}"))
        .isEqualTo("{'displayName':'j','serviceAccount':'" + JOBS + "'}");
    assertThat(refused(publishers, jobs(JOBS), "{'serviceAccount':'other@x'}").code())
        .isEqualTo(FailureCode.FIELD_NOT_ALLOWED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "customJobs        | {'jobSpec':{'serviceAccount':'o@x'}}      | jobSpec.serviceAccount",
        "customJobs        | {'jobSpec':{'service_account':'o@x'}}     | jobSpec.service_account",
        "pipelineJobs      | {'runtimeConfig':{'parameterValues':{'service_account':'o@x'}}} | runtimeConfig.parameterValues.service_account",
        "trainingPipelines | {'trainingTaskInputs':{'serviceAccount':'o@x'}} | trainingTaskInputs.serviceAccount",
        "tuningJobs        | {'serviceAccount':'o@x'}                  | serviceAccount",
      })
  void account_whenAnother_thenA400ThatNamesTheMember(String kind, String body, String member) {
    for (Terms terms : new Terms[] {jobs(JOBS), Terms.NONE}) {
      Failure failure = refused(create(kind), terms, body);

      assertThat(failure.code()).isEqualTo(FailureCode.FIELD_NOT_ALLOWED);
      assertThat(failure.seen()).contains("'" + member + "'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"customJobs", "hyperparameterTuningJobs", "trainingPipelines", "pipelineJobs"})
  void account_whenTheRuleNamesNoneAndCodeRuns_thenRefused(String kind) {
    assertThat(refused(create(kind), Terms.NONE, "{'displayName':'j'}").code())
        .isEqualTo(FailureCode.TERMS_NOT_HELD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "batchPredictionJobs | {'a':1}              | {'a':1,'displayName':'vb-0123456789abcdef'}",
        "batchPredictionJobs | {'display_name':''}  | {'display_name':'vb-0123456789abcdef'}",
        "batchPredictionJobs | {'displayName':null} | {'displayName':'vb-0123456789abcdef'}",
        "batchPredictionJobs | {'displayName':'j'}  | {'displayName':'j'}",
        "tuningJobs          | {}                   | {'tunedModelDisplayName':'vb-0123456789abcdef'}",
      })
  void name_whenAbsent_thenTheCallsId(String kind, String body, String expected) {
    assertThat(held(create(kind, FLASH), Terms.NONE, body)).isEqualTo(expected);
  }

  @Test
  void name_whenNoString_thenA400ThatNamesIt() {
    assertThat(
            refused(create("tuningJobs", FLASH), Terms.NONE, "{'tunedModelDisplayName':1}").seen())
        .contains("tunedModelDisplayName");
  }

  @Test
  void labels_whenAJob_thenMerged() {
    assertThat(
            held(
                create("tuningJobs", FLASH),
                labels(Map.of("team", "support")),
                "{'tunedModelDisplayName':'j','labels':{'team':'x'}}"))
        .isEqualTo("{'tunedModelDisplayName':'j','labels':{'team':'support'}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gs://bucket/dir",
        "gs://bucket/dir/a/b*.jsonl",
        "bq://project.dataset",
        "bq://project.dataset.table",
        "gs://google-cloud-aiplatform/schema/dataset/x.yaml",
        "https://example.com/gs://",
      })
  void data_whenWithinTheRule_thenPasses(String location) {
    String body = "{'displayName':'j','inputConfig':{'gcsSource':{'uris':['%s']}}}";

    apply(
        create("batchPredictionJobs", FLASH),
        jobs("", "gs://bucket/dir", "bq://project.dataset"),
        body.formatted(location));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gs://bucket",
        "gs://bucket/dirother/x",
        "gs://bucket/dir*",
        "gs://bucket/dir/../other",
        "gs://bucket/dir/./x",
        "GS://bucket/dir/x",
        " gs://other/x",
        "gs://google-cloud-aiplatform/schema/../x",
        "gs:\\u002f/other",
        "bq://project.dataset2",
        "bq://project",
        "bq://other.dataset.table",
      })
  void data_whenOutside_thenA400ThatNamesPlaceAndRule(String location) {
    String body = "{'displayName':'j','inputConfig':{'gcsSource':{'uris':['%s']}}}";

    Failure failure =
        refused(
            create("batchPredictionJobs", FLASH),
            jobs("", "gs://bucket/dir", "bq://project.dataset"),
            body.formatted(location));

    assertThat(failure.code()).isEqualTo(FailureCode.FIELD_NOT_ALLOWED);
    assertThat(failure.seen()).contains("inputConfig.gcsSource.uris.0");
    assertThat(failure.remedy()).contains("gs://bucket/dir, bq://project.dataset");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "generateContent | {'contents':[{'parts':[{'fileData':{'fileUri':'gs://other/x'}}]}]}",
        "generateContent | {'contents':[{'parts':[{'file_data':{'file_uri':'gs://other/x'}}]}]}",
        "predict         | {'instances':[{'image':{'gcsUri':'gs://other/x'}}]}",
        "predict         | {'parameters':{'storageUri':'gs://other/x'}}",
        "embedContent    | {'content':{'parts':[{'fileData':{'fileUri':'gs://other/x'}}]}}",
        "countTokens     | {'contents':[{'parts':[{'fileData':{'fileUri':'gs://other/x'}}]}]}",
        "chatCompletions | {'messages':[{'content':[{'image_url':{'url':'gs://other/x'}}]}]}",
      })
  void data_whenAnInferenceCallLinksOutside_thenRefused(String action, String body) {
    assertThat(refused(target(FLASH, action), jobs("", "gs://bucket"), body).code())
        .isEqualTo(FailureCode.FIELD_NOT_ALLOWED);
  }

  @Test
  void data_whenAPromptTalksOfALocation_thenPasses() {
    apply(
        target(FLASH, "generateContent"),
        jobs("", "gs://bucket"),
        "{'contents':[{'parts':[{'text':'gs://other/x'}]}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "endpoints/openapi | chatCompletions | "
            + FLASH
            + " | {'model':'google/chat','n':1} | {'model':'google/gemini-2.5-flash','n':1}",
        "endpoints/openapi | chatCompletions | "
            + FLASH
            + " | {'n':1} | {'n':1,'model':'google/gemini-2.5-flash'}",
        "endpoints/7 | chatCompletions | endpoints/7 | {'model':'google/mine'} | {'model':''}",
        "batchPredictionJobs | batchPredictionJobs.create | "
            + FLASH
            + " | {'displayName':'j','model':'chat'} | {'displayName':'j','model':'FULL'}",
        "cachedContents | cachedContents.create | "
            + FLASH
            + " | {'model':'publishers/google/models/chat'} | {'model':'FULL'}",
        "tuningJobs | tuningJobs.create | "
            + FLASH
            + " | {'base_model':'chat','tunedModelDisplayName':'j'} | {'base_model':'gemini-2.5-flash','tunedModelDisplayName':'j'}",
        "tuningJobs | tuningJobs.create | publishers/meta/models/l@x | {'baseModel':'chat','tunedModelDisplayName':'j'} | {'baseModel':'meta/l@x','tunedModelDisplayName':'j'}",
      })
  void model_whenTheBodyNamesAnAlias_thenWrittenAsTheRequestWritesModels(
      String resource, String action, String model, String body, String expected) {
    Guarded guarded =
        Guards.apply(
            target(resource, action, model),
            Terms.NONE,
            Optional.of(new ResourceName(model)),
            Held.ID,
            Held.utf8(body));

    assertThat(Held.text(guarded))
        .isEqualTo(expected.replace("FULL", "projects/my-project/locations/europe-west4/" + FLASH));
    assertThat(guarded.edited()).isTrue();
  }
}
