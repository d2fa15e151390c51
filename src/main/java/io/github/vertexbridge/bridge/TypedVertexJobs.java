package io.github.vertexbridge.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.VertexJobKind;
import io.github.vertexbridge.jobs.JobKind;
import io.github.vertexbridge.jobs.JobState;
import io.github.vertexbridge.jobs.VertexJob;
import io.github.vertexbridge.vertex.OnBehalf;
import io.github.vertexbridge.vertex.VertexJobs;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Vertex jobs by the typed clients, in the words of our own jobs. Thread safe. */
final class TypedVertexJobs {
  private static final Headers JSON =
      new Headers(Map.of("content-type", "application/json; charset=utf-8"));

  private final VertexJobs clients;

  TypedVertexJobs(VertexJobs clients) {
    this.clients = clients;
  }

  /** Starts a job, unless one of this display name is there already: that one is the answer. */
  VertexJob create(JobKind kind, Location location, byte[] json, String displayName, OnBehalf on) {
    String text = new String(json, StandardCharsets.UTF_8);
    return seen(clients.create(kindAtVertex(kind), location, text, displayName, on));
  }

  VertexJob get(JobKind kind, String name, OnBehalf on) {
    return seen(clients.get(kindAtVertex(kind), name, on));
  }

  /** Asks for its end; a job that has ended stays as it is. */
  void cancel(JobKind kind, String name, OnBehalf on) {
    var unused = clients.cancel(kindAtVertex(kind), name, on);
  }

  private static VertexJobKind kindAtVertex(JobKind kind) {
    return kind.atVertex()
        .orElseThrow(() -> new IllegalArgumentException(kind.label() + " is no Vertex job"));
  }

  private static VertexJob seen(io.github.vertexbridge.vertex.VertexJob job) {
    return new VertexJob(
        job.name(),
        job.state().name(),
        end(job.state()),
        job.error().map(cause -> cause.code() + ": " + cause.message()),
        job.outputs().stream().findFirst(),
        new Answer(200, JSON, json(job).toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** A job that succeeded in part has results: what failed in it is in them. */
  private static Optional<JobState> end(io.github.vertexbridge.vertex.VertexJob.State state) {
    return switch (state) {
      case SUCCEEDED, PARTIALLY_SUCCEEDED -> Optional.of(JobState.SUCCEEDED);
      case FAILED, EXPIRED -> Optional.of(JobState.FAILED);
      case CANCELLED -> Optional.of(JobState.CANCELLED);
      case QUEUED, PENDING, RUNNING, UPDATING, PAUSED, CANCELLING, UNKNOWN -> Optional.empty();
    };
  }

  private static JsonObject json(io.github.vertexbridge.vertex.VertexJob job) {
    JsonObject json = new JsonObject();
    json.addProperty("name", job.name());
    json.addProperty("displayName", job.displayName());
    json.addProperty("state", job.state().name());
    job.error()
        .ifPresent(
            cause -> {
              JsonObject error = new JsonObject();
              error.addProperty("code", cause.code());
              error.addProperty("message", cause.message());
              json.add("error", error);
            });
    JsonArray outputs = new JsonArray();
    job.outputs().forEach(outputs::add);
    json.add("outputs", outputs);
    json.addProperty("createTime", job.createTime().toString());
    job.endTime().ifPresent(time -> json.addProperty("endTime", time.toString()));
    JsonObject labels = new JsonObject();
    job.labels().forEach(labels::addProperty);
    json.add("labels", labels);
    return json;
  }
}
