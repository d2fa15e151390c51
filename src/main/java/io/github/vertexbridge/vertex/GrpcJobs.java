package io.github.vertexbridge.vertex;

import com.google.protobuf.Message;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.TokenSource;
import io.github.vertexbridge.call.VertexJobKind;
import io.github.vertexbridge.target.VertexHosts;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.X509TrustManager;

/** Calls Vertex's job services over gRPC, one set of clients an endpoint host. */
final class GrpcJobs implements JobWire {
  /** The longest that one call may take: far above what a create needs, below every deadline. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Pattern NAME =
      Pattern.compile("projects/[^/]+/locations/([^/]+)/([A-Za-z]+)/[A-Za-z0-9_-]+");

  private final ProjectId project;
  private final VertexHosts hosts;
  private final GrpcSetup setup;
  private final TypedCalls calls;
  private final Map<URI, JobServices> services = new ConcurrentHashMap<>();

  GrpcJobs(
      ProjectId project,
      VertexHosts hosts,
      TokenSource tokens,
      InstantSource clock,
      String version,
      VertexOptions options,
      Optional<X509TrustManager> trust) {
    this.project = project;
    this.hosts = hosts;
    this.setup = new GrpcSetup("grpc-jobs", version, options, trust);
    this.calls = new TypedCalls(project, tokens, clock, options.maxAnswer());
  }

  @Override
  public Draft draft(VertexJobKind kind, Location location, String json, String displayName) {
    JobServices at = at(location);
    return draft(at, at.of(kind), kind, location, json, displayName);
  }

  private <J extends Message> Draft draft(
      JobServices at,
      JobMethods<J> methods,
      VertexJobKind kind,
      Location location,
      String json,
      String displayName) {
    J job = JobForm.parse(methods.form(), json, displayName);
    return new JobDraft<>(at, methods, kind, location, job, displayName);
  }

  @Override
  public VertexJob get(VertexJobKind kind, String name, OnBehalf on) {
    Location location = location(kind, name);
    JobServices at = at(location);
    return get(at, at.of(kind), new TypedCalls.Ask(kind, "get", location, on), name);
  }

  private <J extends Message> VertexJob get(
      JobServices at, JobMethods<J> methods, TypedCalls.Ask ask, String name) {
    J job = calls.call(at, ask, LONGEST, context -> methods.get().call(name, context));
    return read(ask.kind(), methods, job);
  }

  @Override
  public void cancel(VertexJobKind kind, String name, OnBehalf on) {
    Location location = location(kind, name);
    JobServices at = at(location);
    JobMethods<?> methods = at.of(kind);
    calls.call(
        at,
        new TypedCalls.Ask(kind, "cancel", location, on),
        LONGEST,
        context -> methods.cancel().call(name, context));
  }

  private static <J extends Message> VertexJob read(
      VertexJobKind kind, JobMethods<J> methods, J job) {
    return JobForm.read(kind, job, methods.outputs().apply(job));
  }

  private static Location location(VertexJobKind kind, String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches() || !parts.group(2).equals(kind.collection())) {
      throw new IllegalArgumentException("no name of a " + kind.label() + " job");
    }
    return new Location(parts.group(1));
  }

  private JobServices at(Location location) {
    return services.computeIfAbsent(hosts.of(location), origin -> new JobServices(origin, setup));
  }

  @Override
  public void close() {
    services.values().forEach(JobServices::close);
    setup.close();
  }

  /** A job that was read. */
  private final class JobDraft<J extends Message> implements Draft {
    private final JobServices at;
    private final JobMethods<J> methods;
    private final VertexJobKind kind;
    private final Location location;
    private final J job;
    private final String displayName;

    JobDraft(
        JobServices at,
        JobMethods<J> methods,
        VertexJobKind kind,
        Location location,
        J job,
        String displayName) {
      this.at = at;
      this.methods = methods;
      this.kind = kind;
      this.location = location;
      this.job = job;
      this.displayName = displayName;
    }

    @Override
    public Optional<VertexJob> find(OnBehalf on) {
      return kind == VertexJobKind.PIPELINE_JOB ? byId(on) : byDisplayName(on);
    }

    private Optional<VertexJob> byId(OnBehalf on) {
      String name = parent() + "/" + kind.collection() + "/" + displayName;
      try {
        return Optional.of(GrpcJobs.this.get(kind, name, on));
      } catch (FailureException e) {
        if (e.failure().code() == FailureCode.VERTEX_NOT_FOUND) {
          return Optional.empty();
        }
        throw e;
      }
    }

    private Optional<VertexJob> byDisplayName(OnBehalf on) {
      String filter = methods.filtered() ? "display_name=\"" + displayName + "\"" : "";
      TypedCalls.Ask ask = new TypedCalls.Ask(kind, "list", location, on);
      List<VertexJob> found = new ArrayList<>();
      String next = "";
      do {
        String token = next;
        JobMethods.Page<J> page =
            calls.call(
                at, ask, LONGEST, context -> methods.list().call(parent(), filter, token, context));
        page.jobs().stream()
            .map(each -> read(kind, methods, each))
            .filter(each -> each.displayName().equals(displayName))
            .forEach(found::add);
        next = page.next();
      } while (!next.isEmpty());
      return found.stream().min(Comparator.comparing(VertexJob::createTime));
    }

    @Override
    public VertexJob create(OnBehalf on) {
      // Half of what is left at most: the other half is for looking whether it came through.
      Duration half = on.deadline().remaining().dividedBy(2);
      J made =
          calls.call(
              at,
              new TypedCalls.Ask(kind, "create", location, on),
              half.compareTo(LONGEST) < 0 ? half : LONGEST,
              context -> methods.create().call(parent(), job, displayName, context));
      return read(kind, methods, made);
    }

    private String parent() {
      return "projects/" + project + "/locations/" + location;
    }
  }
}
