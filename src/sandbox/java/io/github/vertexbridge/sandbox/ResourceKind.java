package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.BatchPredictionJob;
import com.google.cloud.aiplatform.v1.CachedContent;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.GenAiCacheServiceProto;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceProto;
import com.google.cloud.aiplatform.v1.HyperparameterTuningJob;
import com.google.cloud.aiplatform.v1.JobServiceProto;
import com.google.cloud.aiplatform.v1.PipelineJob;
import com.google.cloud.aiplatform.v1.PipelineServiceProto;
import com.google.cloud.aiplatform.v1.TrainingPipeline;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.Optional;

/** What can be created here: jobs of each kind, and caches. Their messages say the rest. */
enum ResourceKind {
  BATCH_PREDICTION_JOB(BatchPredictionJob.getDescriptor(), JobServiceProto.getDescriptor()),
  CUSTOM_JOB(CustomJob.getDescriptor(), JobServiceProto.getDescriptor()),
  HYPERPARAMETER_TUNING_JOB(
      HyperparameterTuningJob.getDescriptor(), JobServiceProto.getDescriptor()),
  TRAINING_PIPELINE(TrainingPipeline.getDescriptor(), PipelineServiceProto.getDescriptor()),
  PIPELINE_JOB(PipelineJob.getDescriptor(), PipelineServiceProto.getDescriptor()),
  TUNING_JOB(TuningJob.getDescriptor(), GenAiTuningServiceProto.getDescriptor()),
  CACHED_CONTENT(CachedContent.getDescriptor(), GenAiCacheServiceProto.getDescriptor());

  private final Descriptor type;
  private final FileDescriptor file;

  ResourceKind(Descriptor type, FileDescriptor file) {
    this.type = type;
    this.file = file;
  }

  static Optional<ResourceKind> of(String collection) {
    return Arrays.stream(values()).filter(k -> k.collection().equals(collection)).findFirst();
  }

  /** Name of the message: {@code CustomJob}. */
  String title() {
    return type.getName();
  }

  /** Name in paths: {@code customJobs}. */
  String collection() {
    return Character.toLowerCase(title().charAt(0)) + title().substring(1) + "s";
  }

  /** Name of the field in requests: {@code custom_job}. */
  String field() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  Message.Builder message() {
    return switch (this) {
      case BATCH_PREDICTION_JOB -> BatchPredictionJob.newBuilder();
      case CUSTOM_JOB -> CustomJob.newBuilder();
      case HYPERPARAMETER_TUNING_JOB -> HyperparameterTuningJob.newBuilder();
      case TRAINING_PIPELINE -> TrainingPipeline.newBuilder();
      case PIPELINE_JOB -> PipelineJob.newBuilder();
      case TUNING_JOB -> TuningJob.newBuilder();
      case CACHED_CONTENT -> CachedContent.newBuilder();
    };
  }

  /** Each proto file has one service. */
  ServiceDescriptor service() {
    return file.getServices().get(0);
  }

  boolean isJob() {
    return this != CACHED_CONTENT;
  }
}
