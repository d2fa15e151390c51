package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.jobs.JobKind;
import io.github.vertexbridge.jobs.JobOrder;
import io.github.vertexbridge.surface.Ask;
import io.github.vertexbridge.surface.JobRequest;
import io.github.vertexbridge.surface.JobSurface;
import io.github.vertexbridge.surface.QueueSurface;
import io.github.vertexbridge.surface.VertexSurface;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Between what requests say, what records keep, and what the pipeline takes. */
final class Orders {
  private final VertexSurface vertex;

  Orders(VertexSurface vertex) {
    this.vertex = vertex;
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
      return new Ask(order.action().orElseThrow(), Optional.empty(), order.alias(), "", body);
    }
    Inbound inbound =
        new Inbound("POST", order.path().orElseThrow(), order.query(), Headers.NONE, body, "");
    Ask ask = vertex.read(inbound);
    var unused = inference(ask.action());
    return ask;
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
