package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.Pause;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.TokenSource;
import io.github.vertexbridge.call.VertexJobKind;
import io.github.vertexbridge.target.VertexHosts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * {@link VertexJobs} over Google's typed clients, which are loaded with the first call: gRPC costs
 * 2,200 classes.
 */
public final class JobClient implements VertexJobs {
  private static final int ROUNDS = 3;

  /** Google asks for a second before the first repetition ("API errors"). */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Pattern DISPLAY_NAME = Pattern.compile("vb-[a-z0-9-]{1,125}");

  private final Lazy<JobWire> wire;
  private final Pause pause;

  /**
   * @param project whose jobs they are
   * @param hosts by location, for gRPC
   * @param tokens where access tokens come from
   * @param clock tells the time
   * @param version ours, for the User-Agent
   */
  public JobClient(
      ProjectId project,
      VertexHosts hosts,
      TokenSource tokens,
      InstantSource clock,
      String version,
      VertexOptions options) {
    this(
        () -> new GrpcJobs(project, hosts, tokens, clock, version, options, Optional.empty()),
        Pause.SLEEP);
  }

  JobClient(Supplier<JobWire> wire, Pause pause) {
    this.wire = new Lazy<>(wire);
    this.pause = pause;
  }

  @Override
  public VertexJob create(
      VertexJobKind kind, Location location, String json, String displayName, OnBehalf on) {
    if (!DISPLAY_NAME.matcher(displayName).matches()) {
      throw new IllegalArgumentException("not a display name of ours");
    }
    JobWire.Draft draft = wire.get().draft(kind, location, json, displayName);
    for (int round = 1; ; round++) {
      try {
        Optional<VertexJob> there = draft.find(on);
        return there.isPresent() ? there.get() : draft.create(on);
      } catch (FailureException e) {
        if (!leavesOpen(e.failure()) || on.deadline().remaining().compareTo(PAUSE) <= 0) {
          throw e;
        }
        rest();
        if (round == ROUNDS) {
          return draft.find(on).orElseThrow(() -> e);
        }
      }
    }
  }

  /** Whether Vertex may have made the job all the same, or may make it at the next try. */
  private static boolean leavesOpen(Failure failure) {
    Map<String, String> facts = failure.facts();
    boolean silent =
        failure.code() == FailureCode.VERTEX_TIMEOUT
            || failure.code() == FailureCode.VERTEX_UNAVAILABLE;
    return silent
        ? !"tls".equals(facts.get("kind"))
        : "ALREADY_EXISTS".equals(facts.get("rpcStatus"));
  }

  private void rest() {
    try {
      pause.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(Failures.interrupted(), e);
    }
  }

  @Override
  public VertexJob get(VertexJobKind kind, String name, OnBehalf on) {
    return wire.get().get(kind, name, on);
  }

  @Override
  public VertexJob cancel(VertexJobKind kind, String name, OnBehalf on) {
    try {
      wire.get().cancel(kind, name, on);
    } catch (FailureException e) {
      if (e.failure().code() != FailureCode.VERTEX_INVALID_REQUEST) {
        throw e;
      }
      // Refused: perhaps because it has ended, and then how is the answer.
      VertexJob job = get(kind, name, on);
      if (!job.state().isTerminal()) {
        throw e;
      }
      return job;
    }
    return get(kind, name, on);
  }

  @Override
  public void close() {
    Consumer<JobWire> closing = JobWire::close;
    wire.ifMade(closing);
  }
}
