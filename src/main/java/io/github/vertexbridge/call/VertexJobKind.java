package io.github.vertexbridge.call;

import java.util.Arrays;
import java.util.Optional;

/** A kind of job at Vertex AI that is started and followed there. */
public enum VertexJobKind {
  BATCH_PREDICTION("batchPrediction", "batchPredictionJobs"),
  CUSTOM_JOB("customJob", "customJobs"),
  HYPERPARAMETER_TUNING("hyperparameterTuning", "hyperparameterTuningJobs"),
  TRAINING_PIPELINE("trainingPipeline", "trainingPipelines"),
  PIPELINE_JOB("pipelineJob", "pipelineJobs"),
  TUNING("tuning", "tuningJobs");

  private final String label;
  private final String collection;

  VertexJobKind(String label, String collection) {
    this.label = label;
    this.collection = collection;
  }

  /** As requests and records of ours write it, for example {@code customJob}. */
  public String label() {
    return label;
  }

  /** The collection's name at Vertex, for example {@code customJobs}. */
  public String collection() {
    return collection;
  }

  /** The row of the action table, for example {@code customJobs.create}. */
  public ActionName action(String verb) {
    return new ActionName(collection + "." + verb);
  }

  public static Optional<VertexJobKind> parse(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }
}
