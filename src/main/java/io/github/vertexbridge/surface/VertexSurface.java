package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.target.ActionTable;
import io.github.vertexbridge.target.ModelFinder;
import io.github.vertexbridge.target.PathMatch;
import io.github.vertexbridge.target.ServedProject;

/** The Vertex REST drop-in: paths, bodies and errors as Vertex has them. */
public final class VertexSurface {
  private final ActionTable table;
  private final ServedProject project;
  private final BodyRules bodyRules;

  /**
   * @param table the actions that are served
   * @param project the one project whose resources are called
   * @param maxBody largest body, in bytes
   */
  public VertexSurface(ActionTable table, ServedProject project, int maxBody) {
    this.table = table;
    this.project = project;
    this.bodyRules = new BodyRules(maxBody);
  }

  /** What the request asks for. */
  public Ask read(Inbound inbound) {
    PathMatch match = table.match(inbound.method(), inbound.path(), inbound.query(), project);
    if (match.row().needsBody()) {
      bodyRules.check(inbound);
    } else if (match.row().takesBody()) {
      bodyRules.checkOptional(inbound);
    }
    byte[] body = match.row().takesBody() ? inbound.body() : new byte[0];
    return Ask.of(ModelFinder.resolve(match, body), match.query(), body);
  }

  /** Why no function serves this request: as precise as the path allows. */
  public Failure unmatched(Inbound inbound) {
    String path = inbound.path();
    if (path.startsWith("/v1/") || path.startsWith("/v1beta1/")) {
      try {
        table.match(inbound.method(), path, inbound.query(), project);
      } catch (FailureException e) {
        return e.failure();
      }
    }
    return Failure.of(
        FailureCode.PATH_UNKNOWN,
        "Nothing is served at this path and method.",
        "Call /v1/projects/{project}/locations/{location}/…, /v1beta1/… or"
            + " /bridge/predict/{alias}.");
  }
}
