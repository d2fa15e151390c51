package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.BatchPredictionJob;
import com.google.cloud.aiplatform.v1.CompletionStats;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse.UsageMetadata.TrafficType;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.VertexGate.Deployment;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A batch prediction: every line of its JSONL input is asked, and an answer is written for each.
 * Lines of Gemini are {@code {"request":{…}}} and come back with {@code response} and {@code
 * status}; lines of other models are instances and come back with {@code prediction}.
 */
final class BatchPrediction {
  private final World world;
  private final Buckets buckets;
  private final VertexModels models;

  BatchPrediction(World world, Buckets buckets, VertexModels models) {
    this.world = world;
    this.buckets = buckets;
    this.models = models;
  }

  /**
   * @throws GoogleRefusal if the job fails as a whole
   */
  BatchPredictionJob run(BatchPredictionJob job, ResourceId id, Instant created) {
    if (!job.getInputConfig().getInstancesFormat().equals("jsonl")
        || !job.getOutputConfig().getPredictionsFormat().equals("jsonl")
        || job.hasUnmanagedContainerModel()) {
      throw GoogleRefusal.of(
          Code.UNIMPLEMENTED, "EMULATOR: only JSONL in Cloud Storage and known models run here");
    }
    ModelKind kind = JobData.model(job.getModel(), id.location(), world.state());
    Deployment deployment =
        new Deployment(
            kind,
            new VertexResource(job.getModel(), id.project(), id.location(), job.getModel(), ""),
            Optional.empty(),
            TrafficType.ON_DEMAND);
    GcsUri folder =
        GcsUri.parse(job.getOutputConfig().getGcsDestination().getOutputUriPrefix())
            .resolve("prediction-model-" + created);
    List<String> answers = new ArrayList<>();
    long failed = 0;
    for (String line : lines(job.getInputConfig().getGcsSource().getUrisList())) {
      JsonObject answer = answer(line, deployment);
      failed += answer.get("status").getAsString().isEmpty() ? 0 : 1;
      answers.add(answer.toString());
    }
    write(folder.resolve("predictions.jsonl"), String.join("\n", answers) + "\n");
    return job.toBuilder()
        .setOutputInfo(
            BatchPredictionJob.OutputInfo.newBuilder().setGcsOutputDirectory(folder.toString()))
        .setCompletionStats(
            CompletionStats.newBuilder()
                .setSuccessfulCount(answers.size() - failed)
                .setFailedCount(failed))
        .build();
  }

  private List<String> lines(List<String> uris) {
    List<String> lines = new ArrayList<>();
    for (String text : uris) {
      GcsUri uri = GcsUri.parse(text);
      List<String> names =
          buckets.has(uri.bucket())
              ? buckets.list(uri.bucket()).stream().filter(uri::matches).toList()
              : List.of();
      if (names.isEmpty()) {
        throw GoogleRefusal.of(Code.NOT_FOUND, "EMULATOR: there is nothing at " + text);
      }
      for (String name : names) {
        byte[] content = buckets.get(new GcsUri(uri.bucket(), name)).orElseThrow();
        new String(content, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .forEach(lines::add);
      }
    }
    return lines;
  }

  private void write(GcsUri file, String text) {
    if (!buckets.has(file.bucket())) {
      throw GoogleRefusal.of(Code.NOT_FOUND, "EMULATOR: there is no bucket gs://" + file.bucket());
    }
    buckets.put(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private JsonObject answer(String line, Deployment deployment) {
    JsonObject answer = new JsonObject();
    answer.addProperty("status", "");
    try {
      JsonElement asked = JsonParser.parseString(line);
      if (deployment.kind().isText()) {
        JsonElement request = asked.isJsonObject() ? asked.getAsJsonObject().get("request") : null;
        answer.add("request", request);
        GenerateContentRequest.Builder message = GenerateContentRequest.newBuilder();
        JsonFormat.parser().ignoringUnknownFields().merge(String.valueOf(request), message);
        answer.add("response", Json.tree(models.generateContent(message.build(), deployment)));
      } else {
        answer.add("instance", asked);
        Value.Builder instance = Value.newBuilder();
        JsonFormat.parser().merge(line, instance);
        JsonObject predicted =
            Json.tree(
                models.predict(
                    PredictRequest.newBuilder().addInstances(instance).build(), deployment));
        answer.add("prediction", predicted.getAsJsonArray("predictions").get(0));
      }
    } catch (GoogleRefusal | JsonParseException | InvalidProtocolBufferException e) {
      answer.addProperty("status", "Bad Request: " + e.getMessage());
    }
    return answer;
  }
}
