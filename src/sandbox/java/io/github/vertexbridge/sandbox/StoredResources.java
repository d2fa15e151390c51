package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.BatchPredictionJob;
import com.google.cloud.aiplatform.v1.CachedContent;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.HyperparameterTuningJob;
import com.google.cloud.aiplatform.v1.PipelineJob;
import com.google.cloud.aiplatform.v1.TrainingPipeline;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Jobs and caches that were created, by full name. What a job has come to is told by the sandbox's
 * clock, see {@link JobStates}. Thread safe.
 */
final class StoredResources {
  /** Kinds and their messages. */
  private static final Map<String, Message> KINDS =
      Map.of(
          "batchPredictionJobs", BatchPredictionJob.getDefaultInstance(),
          "customJobs", CustomJob.getDefaultInstance(),
          "hyperparameterTuningJobs", HyperparameterTuningJob.getDefaultInstance(),
          "trainingPipelines", TrainingPipeline.getDefaultInstance(),
          "pipelineJobs", PipelineJob.getDefaultInstance(),
          "tuningJobs", TuningJob.getDefaultInstance(),
          "cachedContents", CachedContent.getDefaultInstance());

  /** What a create must give, by the name in the message. */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "batchPredictionJobs", List.of("display_name", "input_config", "output_config"),
          "customJobs", List.of("display_name", "job_spec"),
          "hyperparameterTuningJobs",
              List.of("display_name", "study_spec", "max_trial_count", "trial_job_spec"),
          "trainingPipelines",
              List.of("display_name", "training_task_definition", "training_task_inputs"),
          "cachedContents", List.of("model"));

  private static final Set<String> NO_CANCEL = Set.of("cachedContents");

  private final NavigableMap<String, Stored> all = new ConcurrentSkipListMap<>();
  private final AtomicLong ids = new AtomicLong(5_000_000_000L);
  private final Operations operations;
  private final InstantSource clock;

  StoredResources(Operations operations, InstantSource clock) {
    this.operations = operations;
    this.clock = clock;
  }

  static boolean has(String kind) {
    return KINDS.containsKey(kind);
  }

  /** An empty message of a kind that is there. */
  static Message.Builder message(String kind) {
    Message message = KINDS.get(kind);
    if (message == null) {
      throw new IllegalArgumentException("no kind " + kind);
    }
    return message.newBuilderForType();
  }

  private record Stored(String kind, Message message, Instant created, boolean cancelled) {}

  /**
   * Creates one.
   *
   * @param wantedId the caller's own id, or "" for one of ours
   */
  Message create(String parent, String kind, String wantedId, Message message) {
    for (String field : REQUIRED.getOrDefault(kind, List.of())) {
      if (!JobStates.has(message, field)) {
        throw GoogleRefusal.of(
            Code.INVALID_ARGUMENT,
            "EMULATOR: List of found errors: 1.Field: " + field + "; Message: Required field.");
      }
    }
    String id = wantedId.isEmpty() ? Long.toString(ids.incrementAndGet()) : wantedId;
    String name = parent + "/" + kind + "/" + id;
    Message named = JobStates.with(message, "name", name);
    if (all.putIfAbsent(name, new Stored(kind, named, clock.instant(), false)) != null) {
      throw GoogleRefusal.of(Code.ALREADY_EXISTS, "EMULATOR: " + name + " already exists.");
    }
    return get(name);
  }

  Message get(String name) {
    return view(stored(name));
  }

  List<Message> list(String parent, String kind) {
    String prefix = parent + "/" + kind + "/";
    return all.tailMap(prefix).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> view(entry.getValue()))
        .toList();
  }

  /** Merges the fields that are given: only caches have a PATCH here. */
  Message patch(String name, Message change) {
    Stored before = stored(name);
    if (JobStates.has(change, "model")) {
      throw GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: model is immutable");
    }
    Message after = before.message().toBuilder().mergeFrom(change).build();
    Message named = JobStates.with(after, "name", name);
    all.put(name, new Stored(before.kind(), named, before.created(), false));
    return get(name);
  }

  void cancel(String name) {
    Stored job = stored(name);
    if (NO_CANCEL.contains(job.kind())) {
      throw GoogleRefusal.of(Code.NOT_FOUND, "EMULATOR: there is no cancel of " + job.kind());
    }
    // A job that has ended stays as it is.
    if (!JobStates.ended(age(job))) {
      all.put(name, new Stored(job.kind(), job.message(), job.created(), true));
    }
  }

  /** An operation; nothing for caches. */
  Map<String, Object> delete(String name) {
    Stored job = stored(name);
    if (job.kind().equals("batchPredictionJobs")
        && !job.cancelled()
        && !JobStates.ended(age(job))) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION, "EMULATOR: the job has not finished, cancel it first");
    }
    all.remove(name);
    return job.kind().equals("cachedContents")
        ? Map.of()
        : operations.start(
            name.substring(0, name.indexOf("/" + job.kind() + "/")),
            Duration.ZERO,
            Map.of("@type", "type.googleapis.com/google.protobuf.Empty"));
  }

  void clear() {
    all.clear();
    operations.clear();
  }

  private Stored stored(String name) {
    Stored stored = all.get(name);
    if (stored == null) {
      throw GoogleRefusal.of(Code.NOT_FOUND, "EMULATOR: " + name + " is not found.");
    }
    return stored;
  }

  private Message view(Stored stored) {
    return JobStates.view(stored.message(), stored.created(), age(stored), stored.cancelled());
  }

  private Duration age(Stored stored) {
    return Duration.between(stored.created(), clock.instant());
  }
}
