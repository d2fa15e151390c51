package io.github.vertexbridge.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.PipelineJob;
import com.google.cloud.aiplatform.v1.PipelineState;
import com.google.cloud.aiplatform.v1.TrainingPipeline;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Timestamp;
import com.google.rpc.Status;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.VertexJobKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFormTest {
  private static final CustomJob CUSTOM = CustomJob.getDefaultInstance();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"displayName\":\"theirs\",\"jobSpec\":{\"serviceAccount\":\"a@b\"}}",
        "{\"display_name\":\"theirs\",\"job_spec\":{\"service_account\":\"a@b\"}}",
        "{\"jobSpec\":{\"service_account\":\"a@b\"}}"
      })
  void parse_whenEitherSpelling_thenTheSameJobUnderOurName(String json) {
    CustomJob job = JobForm.parse(CUSTOM, json, "vb-1");
    assertThat(job.getJobSpec().getServiceAccount()).isEqualTo("a@b");
    assertThat(job.getDisplayName()).isEqualTo("vb-1");
  }

  @Test
  void parse_whenTuning_thenTheTunedModelHasTheName() {
    TuningJob job =
        JobForm.parse(TuningJob.getDefaultInstance(), "{\"baseModel\":\"gemini\"}", "vb-1");
    assertThat(job.getTunedModelDisplayName()).isEqualTo("vb-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"jobSpek\":{}}                                  | 'jobSpek' in CustomJob",
        "{\"jobSpec\":{\"workerPoolSpecs\":[{\"gpu\":1}]}} | 'gpu' in WorkerPoolSpec",
        "{\"jobSpec\":{},\"job_spec\":{}}                  | 'job_spec' is given twice",
        "{\"labels\":\"secret\"}                         | value of the wrong form",
        "{\"state\":\"JOB_STATE_NONE\"}                    | value of the wrong form",
        "[]                                                | value of the wrong form",
      })
  void parse_whenAMemberIsWrong_thenTheFailureNamesItAndQuotesNoValue(String json, String named) {
    Failure failure = refusal(json);
    assertThat(failure.code()).isEqualTo(FailureCode.FIELD_INVALID);
    assertThat(failure.seen()).contains(named).doesNotContain("secret", "NONE");
    assertThat(failure.remedy()).contains("CustomJob");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "not json"})
  void parse_whenNoJson_thenSaid(String json) {
    assertThat(refusal(json).code()).isEqualTo(FailureCode.BODY_NOT_JSON);
  }

  @Test
  void parse_whenADeepOne_thenTypedAndNoOverflow() {
    String deep = "{\"trainingTaskInputs\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    FailureException thrown =
        assertThrows(
            FailureException.class,
            () -> JobForm.parse(TrainingPipeline.getDefaultInstance(), deep, "vb-1"));
    assertThat(thrown.failure().code())
        .as("by which library depends on the version")
        .isIn(FailureCode.FIELD_INVALID, FailureCode.BODY_NOT_JSON);
  }

  @Test
  void parse_whenANumberWouldChange_thenRefusedWithItsPath() {
    FailureException thrown =
        assertThrows(
            FailureException.class,
            () ->
                JobForm.parse(
                    PipelineJob.getDefaultInstance(),
                    "{\"pipelineSpec\":{\"seed\":12345678901234567890}}",
                    "vb-1"));
    assertThat(thrown.failure().code()).isEqualTo(FailureCode.NUMBER_NOT_EXACT);
    assertThat(thrown.failure().seen()).contains("pipelineSpec.seed");
  }

  @Test
  void read_whenAllIsThere_thenAllIsTold() {
    CustomJob job =
        CustomJob.newBuilder()
            .setName("projects/1/locations/l/customJobs/2")
            .setDisplayName("vb-1")
            .setState(JobState.JOB_STATE_FAILED)
            .setError(Status.newBuilder().setCode(8).setMessage("no machines,\nya29.abcdef"))
            .setCreateTime(Timestamp.newBuilder().setSeconds(10).setNanos(5))
            .setEndTime(Timestamp.newBuilder().setSeconds(20))
            .putLabels("team", "a")
            .build();

    assertThat(JobForm.read(VertexJobKind.CUSTOM_JOB, job, List.of("", "gs://b/o")))
        .isEqualTo(
            new VertexJob(
                VertexJobKind.CUSTOM_JOB,
                "projects/1/locations/l/customJobs/2",
                "vb-1",
                VertexJob.State.FAILED,
                java.util.Optional.of(new VertexJob.Cause(8, "no machines, [redacted]")),
                List.of("gs://b/o"),
                Instant.ofEpochSecond(10, 5),
                java.util.Optional.of(Instant.ofEpochSecond(20)),
                Map.of("team", "a")));
  }

  @Test
  void read_whenLittleIsThere_thenNothingIsMadeUp() {
    VertexJob job =
        JobForm.read(VertexJobKind.TUNING, TuningJob.getDefaultInstance(), List.of("", ""));
    assertThat(job.state()).isEqualTo(VertexJob.State.UNKNOWN);
    assertThat(job.error()).isEmpty();
    assertThat(job.endTime()).isEmpty();
    assertThat(job.outputs()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = JobState.class,
      names = {"UNRECOGNIZED", "JOB_STATE_UNSPECIFIED"},
      mode = EnumSource.Mode.EXCLUDE)
  void read_whenVertexKnowsTheJobState_thenWeKnowItToo(JobState state) {
    CustomJob job = CustomJob.newBuilder().setState(state).build();
    assertThat("JOB_STATE_" + JobForm.read(VertexJobKind.CUSTOM_JOB, job, List.of()).state())
        .isEqualTo(state.name());
  }

  @ParameterizedTest
  @EnumSource(
      value = PipelineState.class,
      names = {"UNRECOGNIZED", "PIPELINE_STATE_UNSPECIFIED"},
      mode = EnumSource.Mode.EXCLUDE)
  void read_whenVertexKnowsThePipelineState_thenWeKnowItToo(PipelineState state) {
    PipelineJob job = PipelineJob.newBuilder().setState(state).build();
    assertThat("PIPELINE_STATE_" + JobForm.read(VertexJobKind.PIPELINE_JOB, job, List.of()).state())
        .isEqualTo(state.name());
  }

  @Test
  void read_whenTheStateIsNew_thenUnknown() {
    CustomJob job = CustomJob.newBuilder().setStateValue(77).build();
    assertThat(JobForm.read(VertexJobKind.CUSTOM_JOB, job, List.of()).state())
        .isEqualTo(VertexJob.State.UNKNOWN);
  }

  private static Failure refusal(String json) {
    return assertThrows(FailureException.class, () -> JobForm.parse(CUSTOM, json, "vb-1"))
        .failure();
  }
}
