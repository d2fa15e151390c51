package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.call.VertexJobKind;
import io.github.vertexbridge.jobs.JobKind;
import io.github.vertexbridge.jobs.JobOrder;
import io.github.vertexbridge.surface.Ask;
import io.github.vertexbridge.surface.JobRequest;
import io.github.vertexbridge.surface.JobSurface;
import io.github.vertexbridge.surface.QueueSurface;
import io.github.vertexbridge.surface.VertexSurface;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Between what requests say, what records keep, and what the pipeline takes. */
final class Orders {
  private final VertexSurface vertex;
  private final ProjectId project;

  Orders(VertexSurface vertex, ProjectId project) {
    this.vertex = vertex;
    this.project = project;
  }

  /** What a request asks for. */
  JobOrder of(JobRequest request) {
    JobKind kind =
        JobKind.parse(request.kind())
            .orElseThrow(
                () ->
                    JobSurface.unknownKind(
                            request.kind(),
                            Arrays.stream(JobKind.values())
                                .map(JobKind::label)
                                .collect(Collectors.toSet()))
                        .asException());
    JobOrder order = kind == JobKind.CALL ? call(request) : vertexJob(kind, request);
    return request.announced() ? order.withAnnouncement() : order;
  }

  private static JobOrder call(JobRequest request) {
    if (request.alias().isPresent() == request.path().isPresent()) {
      throw invalid("A call names an alias or a path, and one of them.");
    }
    if (request.location().isPresent()) {
      throw invalid("A call has no location of its own: its alias or path has.");
    }
    if (request.path().isPresent()) {
      if (request.action().isPresent()) {
        throw invalid("A path names its action itself.");
      }
      return JobOrder.call(request.path().get(), request.query());
    }
    ActionName action = request.action().orElseGet(() -> QueueSurface.actionOf(request.body()));
    return JobOrder.call(request.alias().orElseThrow(), inference(action));
  }

  private static JobOrder vertexJob(JobKind kind, JobRequest request) {
    if (request.alias().isPresent() || request.path().isPresent() || request.action().isPresent()) {
      throw invalid("A Vertex job names its model in its body, and nothing else.");
    }
    return JobOrder.vertexJob(
        kind, request.location().orElseThrow(() -> invalid("A Vertex job needs a location.")));
  }

  /** What the pipeline takes. */
  Ask ask(JobOrder order, byte[] body) {
    if (order.alias().isPresent()) {
      return Ask.of(order.alias().get(), order.action().orElseThrow(), body);
    }
    if (order.location().isPresent()) {
      return read(
          "/v1/projects/%s/locations/%s/%s"
              .formatted(project, order.location().get(), order.kind().collection()),
          "",
          body);
    }
    Ask ask = read(order.path().orElseThrow(), order.query(), body);
    var unused = inference(ask.action());
    return ask;
  }

  /**
   * What is asked of a Vertex job later on.
   *
   * @param name its full resource name
   */
  Target followed(JobOrder order, String name, String verb) {
    VertexJobKind kind = order.kind().atVertex().orElseThrow();
    return new Target(
        ApiVersion.V1,
        project,
        order.location().orElseThrow(),
        new ResourceName(kind.collection() + name.substring(name.lastIndexOf('/'))),
        kind.action(verb),
        new ResourceName(kind.collection()),
        Transport.GRPC);
  }

  private Ask read(String path, String query, byte[] body) {
    return vertex.read(new Inbound("POST", path, query, Headers.NONE, body, ""));
  }

  /** Actions on resources have a dot in their names. */
  private static ActionName inference(ActionName action) {
    if (action.value().indexOf('.') >= 0) {
      throw invalid("A call is for inference, which " + action + " is not.");
    }
    return action;
  }

  private static FailureException invalid(String seen) {
    return Failure.of(
            FailureCode.FIELD_INVALID,
            seen,
            "See docs/jobs.md for what a request to submit a job holds.")
        .asException();
  }
}
