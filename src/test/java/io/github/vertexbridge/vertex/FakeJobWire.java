package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.VertexJobKind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Job services that hold at most one job and meet scripted trouble. */
final class FakeJobWire implements JobWire {
  /**
   * Trouble with the next create, or none: the failure, and whether the job is made all the same.
   */
  private record Trouble(FailureException failure, boolean made) {}

  private final Deque<Trouble> creates = new ArrayDeque<>();
  private final Deque<FailureException> finds = new ArrayDeque<>();
  private final Deque<FailureException> cancels = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();
  private @Nullable VertexJob job;

  FakeJobWire createFails(FailureException with, boolean made) {
    creates.add(new Trouble(with, made));
    return this;
  }

  FakeJobWire findFails(FailureException with) {
    finds.add(with);
    return this;
  }

  FakeJobWire cancelFails(FailureException with) {
    cancels.add(with);
    return this;
  }

  FakeJobWire holds(VertexJob.State state) {
    job = job("vb-1", state);
    return this;
  }

  List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public Draft draft(VertexJobKind kind, Location location, String json, String displayName) {
    return new Draft() {
      @Override
      public Optional<VertexJob> find(OnBehalf on) {
        log.add("find");
        if (!finds.isEmpty()) {
          throw finds.remove();
        }
        return Optional.ofNullable(job);
      }

      @Override
      public VertexJob create(OnBehalf on) {
        log.add("create");
        Trouble trouble = creates.poll();
        if (trouble == null || trouble.made()) {
          job = job(displayName, VertexJob.State.QUEUED);
        }
        if (trouble != null) {
          throw trouble.failure();
        }
        return get(kind, "", on);
      }
    };
  }

  @Override
  public VertexJob get(VertexJobKind kind, String name, OnBehalf on) {
    return Optional.ofNullable(job).orElseThrow();
  }

  @Override
  public void cancel(VertexJobKind kind, String name, OnBehalf on) {
    log.add("cancel");
    if (!cancels.isEmpty()) {
      throw cancels.remove();
    }
    job = job("vb-1", VertexJob.State.CANCELLING);
  }

  @Override
  public void close() {
    log.add("close");
  }

  private static VertexJob job(String displayName, VertexJob.State state) {
    return new VertexJob(
        VertexJobKind.CUSTOM_JOB,
        "projects/1/locations/europe-west4/customJobs/2",
        displayName,
        state,
        Optional.empty(),
        List.of(),
        Instant.EPOCH,
        Optional.empty(),
        Map.of());
  }
}
