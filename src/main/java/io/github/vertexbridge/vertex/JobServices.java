package io.github.vertexbridge.vertex;

import com.google.api.gax.core.BackgroundResource;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceClient;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceSettings;
import com.google.cloud.aiplatform.v1.JobServiceClient;
import com.google.cloud.aiplatform.v1.JobServiceSettings;
import com.google.cloud.aiplatform.v1.PipelineServiceClient;
import com.google.cloud.aiplatform.v1.PipelineServiceSettings;
import io.github.vertexbridge.call.VertexJobKind;
import java.io.IOException;
import java.net.URI;

/** The clients for jobs of one endpoint host, each made when it is first asked for. */
final class JobServices {
  private final URI origin;
  private final GrpcChannels channels;
  private final Lazy<JobServiceClient> jobs = new Lazy<>(this::jobs);
  private final Lazy<PipelineServiceClient> pipelines = new Lazy<>(this::pipelines);
  private final Lazy<GenAiTuningServiceClient> tuning = new Lazy<>(this::tuning);

  JobServices(URI origin, GrpcSetup setup) {
    this.origin = origin;
    this.channels = new GrpcChannels(origin, setup);
  }

  URI origin() {
    return origin;
  }

  GrpcChannels channels() {
    return channels;
  }

  JobMethods<?> of(VertexJobKind kind) {
    return switch (kind) {
      case BATCH_PREDICTION -> JobServiceMethods.batchPrediction(jobs.get());
      case CUSTOM_JOB -> JobServiceMethods.custom(jobs.get());
      case HYPERPARAMETER_TUNING -> JobServiceMethods.hyperparameterTuning(jobs.get());
      case TRAINING_PIPELINE -> PipelineMethods.training(pipelines.get());
      case PIPELINE_JOB -> PipelineMethods.pipeline(pipelines.get());
      case TUNING -> TuningMethods.tuning(tuning.get());
    };
  }

  private JobServiceClient jobs() {
    try {
      return JobServiceClient.create(
          channels
              .settings(
                  JobServiceSettings.newBuilder(),
                  JobServiceSettings.defaultGrpcTransportProviderBuilder())
              .build());
    } catch (IOException e) {
      throw new IllegalStateException("no gRPC client", e);
    }
  }

  private PipelineServiceClient pipelines() {
    try {
      return PipelineServiceClient.create(
          channels
              .settings(
                  PipelineServiceSettings.newBuilder(),
                  PipelineServiceSettings.defaultGrpcTransportProviderBuilder())
              .build());
    } catch (IOException e) {
      throw new IllegalStateException("no gRPC client", e);
    }
  }

  private GenAiTuningServiceClient tuning() {
    try {
      return GenAiTuningServiceClient.create(
          channels
              .settings(
                  GenAiTuningServiceSettings.newBuilder(),
                  GenAiTuningServiceSettings.defaultGrpcTransportProviderBuilder())
              .build());
    } catch (IOException e) {
      throw new IllegalStateException("no gRPC client", e);
    }
  }

  void close() {
    jobs.ifMade(BackgroundResource::shutdownNow);
    pipelines.ifMade(BackgroundResource::shutdownNow);
    tuning.ifMade(BackgroundResource::shutdownNow);
  }
}
