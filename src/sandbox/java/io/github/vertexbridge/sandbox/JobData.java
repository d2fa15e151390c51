package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.BatchPredictionJob;
import com.google.cloud.aiplatform.v1.BatchPredictionJob.InputConfig;
import com.google.cloud.aiplatform.v1.BatchPredictionJob.OutputConfig;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.VertexWorld.Endpoint;
import io.github.vertexbridge.sandbox.VertexWorld.Model;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a job's model and data must be for it to be created. */
final class JobData {
  private static final Pattern BIGQUERY = Pattern.compile("bq://[^./]+(\\.[^./]+){0,2}");

  private JobData() {}

  /**
   * @throws GoogleRefusal INVALID_ARGUMENT, FAILED_PRECONDITION or NOT_FOUND
   */
  static void check(Message job, String location, WorldState world) {
    if (job instanceof BatchPredictionJob batch) {
      if (!batch.hasUnmanagedContainerModel()) {
        model(batch.getModel(), location, world);
      }
      input(batch.getInputConfig(), location, world);
      output(batch.getOutputConfig(), location, world);
    }
    if (job instanceof TuningJob tuning) {
      base(tuning.getBaseModel(), location, world);
      near(tuning.getSupervisedTuningSpec().getTrainingDatasetUri(), location, world);
    }
  }

  /** What stands behind a batch job's model, a publisher's or one of the project's own. */
  static ModelKind model(String name, String location, WorldState world) {
    String id = name.substring(name.lastIndexOf('/') + 1).split("@", 2)[0];
    Optional<ModelKind> own =
        name.startsWith("projects/") && !name.contains("/publishers/")
            ? world.endpoints().values().stream()
                .filter(e -> e.model().equals(id) && e.location().equals(location))
                .map(Endpoint::kind)
                .findFirst()
            : Optional.empty();
    String published = name.replaceFirst("^projects/[^/]+/locations/[^/]+/", "");
    Model model = world.models().get(published);
    return own.or(
            () ->
                Optional.ofNullable(model)
                    .filter(m -> m.locations().contains(location))
                    .map(Model::kind))
        .orElseThrow(() -> VertexGate.modelNotFound(name));
  }

  private static void base(String name, String location, WorldState world) {
    String published = name.contains("/") ? name : "publishers/google/models/" + name;
    if (!name.isEmpty() && !model(published, location, world).isText()) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT, "EMULATOR: base model " + name + " cannot be tuned");
    }
  }

  private static void input(InputConfig config, String location, WorldState world) {
    if (config.hasBigquerySource()) {
      bigquery(config.getBigquerySource().getInputUri());
    } else if (config.hasGcsSource()) {
      config.getGcsSource().getUrisList().forEach(uri -> near(uri, location, world));
    } else {
      throw invalid("input_config has no source");
    }
  }

  private static void output(OutputConfig config, String location, WorldState world) {
    if (config.hasBigqueryDestination()) {
      bigquery(config.getBigqueryDestination().getOutputUri());
    } else if (config.hasGcsDestination()) {
      near(config.getGcsDestination().getOutputUriPrefix(), location, world);
    } else {
      throw invalid("output_config has no destination");
    }
  }

  /** Whether a bucket that is there is in the job's location; one that is not fails the job. */
  private static void near(String uri, String location, WorldState world) {
    if (uri.isEmpty()) {
      return;
    }
    String bucket = GcsUri.parse(uri).bucket();
    String there = world.buckets().getOrDefault(bucket, location);
    if (!there.equals(location) && !location.equals("global")) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION,
          "EMULATOR: gs://" + bucket + " must be in the same regional location as the service");
    }
  }

  private static void bigquery(String uri) {
    if (!BIGQUERY.matcher(uri).matches()) {
      throw invalid("not a BigQuery location: " + uri);
    }
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
