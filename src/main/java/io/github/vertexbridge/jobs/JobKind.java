package io.github.vertexbridge.jobs;

import java.util.Arrays;
import java.util.Optional;

/** What a job is. */
public enum JobKind {
  /** One inference call. */
  CALL("call", ""),
  BATCH_PREDICTION("batchPrediction", "batchPredictionJobs"),
  CUSTOM_JOB("customJob", "customJobs"),
  TRAINING_PIPELINE("trainingPipeline", "trainingPipelines"),
  TUNING("tuning", "tuningJobs");

  private final String label;
  private final String collection;

  JobKind(String label, String collection) {
    this.label = label;
    this.collection = collection;
  }

  /** What requests and records call it. */
  public String label() {
    return label;
  }

  /** The collection in which Vertex AI makes it; empty for a call. */
  public String collection() {
    return collection;
  }

  public static Optional<JobKind> parse(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }
}
