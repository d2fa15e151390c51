package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.BatchPredictionJob;
import com.google.cloud.aiplatform.v1.TunedModel;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.VertexWorld.Endpoint;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;

/**
 * What jobs do: batch predictions predict, tuning jobs leave an endpoint that answers; the others
 * run code, of which there is none here.
 */
final class JobRuns {
  private final World world;
  private final Buckets buckets;
  private final BatchPrediction batches;

  JobRuns(World world, Buckets buckets, VertexModels models) {
    this.world = world;
    this.buckets = buckets;
    this.batches = new BatchPrediction(world, buckets, models);
  }

  /**
   * @return the job with its results
   * @throws GoogleRefusal if it fails
   */
  Message run(Job job) {
    if (job.message() instanceof BatchPredictionJob batch) {
      return batches.run(batch, job.id(), job.created());
    }
    return job.message() instanceof TuningJob tuning ? tuned(tuning, job.id()) : job.message();
  }

  private TuningJob tuned(TuningJob job, ResourceId id) {
    GcsUri data = GcsUri.parse(job.getSupervisedTuningSpec().getTrainingDatasetUri());
    if (!buckets.has(data.bucket()) || buckets.get(data).isEmpty()) {
      throw GoogleRefusal.of(Code.NOT_FOUND, "EMULATOR: there is nothing at " + data);
    }
    String name = job.getTunedModelDisplayName();
    Endpoint endpoint =
        new Endpoint(
            ModelKind.TEXT,
            id.location(),
            id.id(),
            id.id(),
            name.isEmpty() ? "tuned-" + id.id() : name,
            false);
    world.update(now -> now.with(id.id(), endpoint));
    return job.toBuilder()
        .setTunedModel(
            TunedModel.newBuilder()
                .setModel(id.parent() + "/models/" + id.id() + "@1")
                .setEndpoint(id.parent() + "/endpoints/" + id.id()))
        .build();
  }
}
