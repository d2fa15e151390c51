package io.github.vertexbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.aiplatform.v1.ContainerSpec;
import com.google.cloud.aiplatform.v1.CreatePipelineJobRequest;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceClient;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceSettings;
import com.google.cloud.aiplatform.v1.JobServiceClient;
import com.google.cloud.aiplatform.v1.JobServiceSettings;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.ListCustomJobsRequest;
import com.google.cloud.aiplatform.v1.PipelineJob;
import com.google.cloud.aiplatform.v1.PipelineServiceClient;
import com.google.cloud.aiplatform.v1.PipelineServiceSettings;
import com.google.cloud.aiplatform.v1.PipelineState;
import com.google.cloud.aiplatform.v1.SupervisedTuningSpec;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import com.google.common.collect.ImmutableList;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Jobs over gRPC, with the stock clients: the same jobs as over HTTP. */
class JobsGrpcTest extends RunningSandbox {
  private static final String PARENT = "projects/vertex-sandbox/locations/europe-west4";
  private static final String NUMBERED = "projects/123456789012/locations/europe-west4";
  private static final String ACCOUNT = "vertex-jobs@vertex-sandbox.iam.gserviceaccount.com";

  @Test
  void customJob_whenCreatedOverGrpc_thenReadListedAndCancelledByEitherDoor() throws Exception {
    String token = client.accessToken();
    try (JobServiceClient jobs = jobs(token)) {
      CustomJob job = jobs.createCustomJob(PARENT, custom("mine"));
      jobs.createCustomJob(PARENT, custom("other"));

      assertThat(job.getName()).startsWith(NUMBERED + "/customJobs/");
      assertThat(job.getState()).isEqualTo(JobState.JOB_STATE_QUEUED);
      assertThat(rest(token, job.getName())).contains("JOB_STATE_QUEUED");
      assertThat(
              ImmutableList.copyOf(
                  jobs.listCustomJobs(
                          ListCustomJobsRequest.newBuilder()
                              .setParent(PARENT)
                              .setPageSize(1)
                              .setFilter("display_name=\"mine\" AND state!=\"JOB_STATE_FAILED\"")
                              .build())
                      .iterateAll()))
          .containsExactly(job);
      jobs.cancelCustomJob(job.getName());
      assertThat(jobs.getCustomJob(job.getName()).getState())
          .isEqualTo(JobState.JOB_STATE_CANCELLING);
      sandbox.advanceJobs(Duration.ofSeconds(1));
      assertThat(rest(token, job.getName())).contains("JOB_STATE_CANCELLED");
      jobs.deleteCustomJobAsync(job.getName()).get();
      assertThat(
              catchThrowableOfType(ApiException.class, () -> jobs.getCustomJob(job.getName()))
                  .getStatusCode()
                  .getCode()
                  .name())
          .isEqualTo("NOT_FOUND");
    }
  }

  @Test
  void pipelineJob_whenItsIdIsTaken_thenAlreadyExists() throws Exception {
    CreatePipelineJobRequest request =
        CreatePipelineJobRequest.newBuilder()
            .setParent(PARENT)
            .setPipelineJobId("mine")
            .setPipelineJob(
                PipelineJob.newBuilder()
                    .setTemplateUri("https://example.com/t")
                    .setServiceAccount(ACCOUNT))
            .build();
    try (PipelineServiceClient pipelines =
        PipelineServiceClient.create(
            PipelineServiceSettings.newBuilder()
                .setEndpoint(address())
                .setTransportChannelProvider(
                    StockClients.trusting(
                        sandbox, PipelineServiceSettings.defaultGrpcTransportProviderBuilder()))
                .setCredentialsProvider(credentials(client.accessToken()))
                .build())) {
      assertThat(pipelines.createPipelineJob(request).getState())
          .isEqualTo(PipelineState.PIPELINE_STATE_QUEUED);
      sandbox.faults().add("vertex", Fault.lost(), 1);
      assertThat(code(() -> pipelines.createPipelineJob(request))).isEqualTo("ALREADY_EXISTS");
    }
  }

  @Test
  void create_whenTheAnswerIsLost_thenUnavailableAndTheJobIsThere() throws Exception {
    sandbox.faults().add("vertex", Fault.lost(), 1);
    try (JobServiceClient jobs = jobs(client.accessToken())) {
      assertThat(code(() -> jobs.createCustomJob(PARENT, custom("lost")))).isEqualTo("UNAVAILABLE");
      assertThat(jobs.listCustomJobs(PARENT).iterateAll()).hasSize(1);
    }
  }

  @Test
  void tuningJob_whenCreatedOverGrpc_thenReadOverHttp() throws Exception {
    String token = client.accessToken();
    try (GenAiTuningServiceClient tuning =
        GenAiTuningServiceClient.create(
            GenAiTuningServiceSettings.newBuilder()
                .setEndpoint(address())
                .setTransportChannelProvider(
                    StockClients.trusting(
                        sandbox, GenAiTuningServiceSettings.defaultGrpcTransportProviderBuilder()))
                .setCredentialsProvider(credentials(token))
                .build())) {
      TuningJob job =
          tuning.createTuningJob(
              PARENT,
              TuningJob.newBuilder()
                  .setBaseModel("gemini-2.5-flash")
                  .setSupervisedTuningSpec(
                      SupervisedTuningSpec.newBuilder()
                          .setTrainingDatasetUri("gs://vertex-sandbox-data/t.jsonl"))
                  .build());

      assertThat(rest(token, job.getName())).contains("gs://vertex-sandbox-data/t.jsonl");
    }
  }

  private static String code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(ApiException.class, call).getStatusCode().getCode().name();
  }

  static CustomJob custom(String displayName) {
    return CustomJob.newBuilder()
        .setDisplayName(displayName)
        .setJobSpec(
            CustomJobSpec.newBuilder()
                .setServiceAccount(ACCOUNT)
                .addWorkerPoolSpecs(
                    WorkerPoolSpec.newBuilder()
                        .setContainerSpec(ContainerSpec.newBuilder().setImageUri("image"))))
        .build();
  }

  private String rest(String token, String name) throws Exception {
    return client
        .http
        .send(
            HttpRequest.newBuilder(
                    URI.create(sandbox.address("vertex:europe-west4") + "/v1/" + name))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private String address() {
    return sandbox.address("vertex-grpc:europe-west4").substring("https://".length());
  }

  private static FixedCredentialsProvider credentials(String token) {
    return FixedCredentialsProvider.create(StockClients.bearer(token));
  }

  private JobServiceClient jobs(String token) throws Exception {
    return JobServiceClient.create(
        JobServiceSettings.newBuilder()
            .setEndpoint(address())
            .setTransportChannelProvider(
                StockClients.trusting(
                    sandbox, JobServiceSettings.defaultGrpcTransportProviderBuilder()))
            .setCredentialsProvider(credentials(token))
            .build());
  }
}
