package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.CachedContent;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.github.vertexbridge.sandbox.VertexWorld.JobTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Jobs and caches that were created, of all locations and for both transports. What a job has come
 * to is told by the jobs' clock whenever somebody looks. Thread safe.
 */
final class StoredResources {
  private final NavigableMap<String, Job> jobs = new TreeMap<>();
  private final NavigableMap<String, CachedContent> caches = new TreeMap<>();
  private final World world;
  private final Operations operations;
  private final JobOutcomes outcomes;
  private final JobRuns work;
  private final InstantSource clock;
  private long ids = 5_000_000_000L;

  StoredResources(
      World world, Operations operations, JobOutcomes outcomes, JobRuns work, InstantSource clock) {
    this.world = world;
    this.operations = operations;
    this.outcomes = outcomes;
    this.work = work;
    this.clock = clock;
  }

  /**
   * Creates one.
   *
   * @param id with the caller's own id, or without for one of ours
   */
  synchronized Message create(ResourceId id, Message sent) {
    ResourceId named = canonical(id.id().isEmpty() ? id.withId(Long.toString(++ids)) : id);
    String name = named.name();
    if (jobs.containsKey(name)) {
      throw GoogleRefusal.of(Code.ALREADY_EXISTS, "EMULATOR: " + name + " already exists.");
    }
    Message message = Fields.with(FieldRules.withoutOutput(sent), "name", name);
    if (message instanceof CachedContent cache) {
      caches.put(name, Caches.created(cache, clock.instant()));
    } else {
      jobs.put(name, Job.created(named, message, clock.instant()));
    }
    return get(named);
  }

  synchronized Message get(ResourceId id) {
    settle();
    String name = canonical(id).name();
    Job job = jobs.get(name);
    Message found = job == null ? caches.get(name) : view(job);
    if (found == null) {
      throw GoogleRefusal.of(Code.NOT_FOUND, "EMULATOR: " + name + " is not found.");
    }
    return found;
  }

  synchronized List<Message> list(ResourceId collection) {
    settle();
    String prefix = canonical(collection).name() + "/";
    return collection.kind().isJob()
        ? under(prefix, jobs).stream().map(this::view).toList()
        : List.copyOf(under(prefix, caches));
  }

  private static <V> List<V> under(String prefix, NavigableMap<String, V> all) {
    return List.copyOf(all.subMap(prefix, prefix + Character.MAX_VALUE).values());
  }

  /** Merges the fields that are given: only caches have a PATCH here. */
  synchronized Message patch(ResourceId id, CachedContent change) {
    CachedContent before = (CachedContent) get(id);
    CachedContent after = Caches.patched(before, change, clock.instant());
    caches.put(after.getName(), after);
    return after;
  }

  /** A job that has ended stays as it is. */
  synchronized void cancel(ResourceId id) {
    get(id);
    jobs.computeIfPresent(canonical(id).name(), (name, job) -> job.cancelledAt(clock.instant()));
    settle();
  }

  /** An operation; nothing for caches. */
  synchronized Map<String, Object> delete(ResourceId id) {
    get(id);
    String name = canonical(id).name();
    Job job = jobs.get(name);
    if (job == null) {
      caches.remove(name);
      return Map.of();
    }
    if (id.kind() == ResourceKind.BATCH_PREDICTION_JOB && job.end().isEmpty()) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION, "EMULATOR: the job has not finished, cancel it first");
    }
    jobs.remove(name);
    return operations.start(
        canonical(id).parent(),
        Duration.ZERO,
        Map.of("@type", "type.googleapis.com/google.protobuf.Empty"));
  }

  /** Lets every job that is due end, and do its work then. */
  synchronized void settle() {
    Instant now = clock.instant();
    JobTimes times = world.state().jobs();
    jobs.replaceAll(
        (name, job) ->
            job.end().isPresent() || now.isBefore(job.due(times)) ? job : end(job, job.due(times)));
    caches.values().removeIf(cache -> Caches.expired(cache, now));
  }

  private Job end(Job job, Instant at) {
    if (job.cancelled().isPresent()) {
      return job.ended("CANCELLED", at, job.message(), Optional.of(Job.cancelledStatus()));
    }
    Optional<Status> scripted = outcomes.of(job.message());
    if (scripted.isPresent()) {
      return job.ended("FAILED", at, job.message(), scripted);
    }
    try {
      return job.ended("SUCCEEDED", at, work.run(job), Optional.empty());
    } catch (GoogleRefusal refusal) {
      return job.ended("FAILED", at, job.message(), Optional.of(refusal.status()));
    }
  }

  synchronized void clear() {
    jobs.clear();
    caches.clear();
    outcomes.clear();
    operations.clear();
  }

  private Message view(Job job) {
    return job.view(world.state().jobs(), clock.instant());
  }

  private ResourceId canonical(ResourceId id) {
    return id.numbered(world.state().project().number());
  }
}
