package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Share;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Vertex and the policy in front of it: answers every call with its body, and counts. */
final class FakeWork implements JobWork {
  /** Calls of each job. */
  final Map<JobId, Integer> calls = new HashMap<>();

  /** Failures that the next calls meet. */
  final Deque<Failure> failures = new ArrayDeque<>();

  /** What happens while the next call is under way. */
  Runnable meanwhile = () -> {};

  /** Whether the policy allows what comes. */
  boolean allowed = true;

  /** The Vertex jobs by name, and what they say next. */
  final Map<String, VertexJob> vertexJobs = new HashMap<>();

  int creates;
  int cancels;

  private final InstantSource clock;

  FakeWork(InstantSource clock) {
    this.clock = clock;
  }

  private Verdict verdict() {
    return new Verdict(clock.instant(), allowed, Optional.of("a-rule"), "A reason.", "0123");
  }

  @Override
  public Verdict admit(Caller caller, JobOrder order, byte[] body) {
    if (!allowed) {
      throw denied();
    }
    return verdict();
  }

  private static RuntimeException denied() {
    return Failure.of(FailureCode.POLICY_DENIED, "No rule.", "Ask for one.").asException();
  }

  @Override
  public Share share(Job job) {
    return Share.DEFAULT;
  }

  @Override
  public Answer call(Job job, byte[] body, Run run) {
    run.decided().accept(verdict());
    if (!allowed) {
      throw denied();
    }
    calls.merge(job.id(), 1, Integer::sum);
    meanwhile.run();
    if (!failures.isEmpty()) {
      throw failures.poll().asException();
    }
    return json(new String(body, StandardCharsets.UTF_8));
  }

  static Answer json(String text) {
    return new Answer(
        200,
        Headers.NONE.with("content-type", "application/json"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public VertexJob create(Job job, byte[] body, Run run) {
    run.decided().accept(verdict());
    String name = "customJobs/" + job.id().displayName();
    if (!vertexJobs.containsKey(name)) {
      creates++;
      vertexJobs.put(name, state(name, "JOB_STATE_PENDING", Optional.empty()));
    }
    return Objects.requireNonNull(vertexJobs.get(name), name);
  }

  static VertexJob state(String name, String state, Optional<JobState> end) {
    return new VertexJob(
        name,
        state,
        end,
        end.filter(e -> e == JobState.FAILED).map(e -> "out of memory"),
        Optional.of("gs://bucket/out"),
        json("{\"name\":\"" + name + "\"}"));
  }

  @Override
  public VertexJob look(Job job, String name, Deadline deadline) {
    if (!failures.isEmpty()) {
      throw failures.poll().asException();
    }
    return Objects.requireNonNull(vertexJobs.get(name), name);
  }

  @Override
  public void cancel(Job job, String name, Deadline deadline) {
    cancels++;
    vertexJobs.put(name, state(name, "JOB_STATE_CANCELLED", Optional.of(JobState.CANCELLED)));
  }
}
