package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.target.ActionTable;
import io.github.vertexbridge.target.ModelFinder;
import io.github.vertexbridge.target.PathMatch;
import io.github.vertexbridge.target.ServedProject;
import java.util.Set;

/**
 * {@code POST /bridge/raw/VERSION/projects/…:rawPredict} and {@code …:streamRawPredict}: the
 * drop-in's paths for bodies that are no JSON. The bytes go to the model's container as they came.
 *
 * <p>The Functions host gives a body as bytes only if it is octet-stream or multipart. Whatever
 * else it is can be said in {@code x-bridge-content-type}: Vertex is told that instead.
 */
public final class RawSurface {
  private static final String PREFIX = "/bridge/raw";
  private static final String TYPE = "x-bridge-content-type";
  private static final Set<String> ACTIONS = Set.of("rawPredict", "streamRawPredict");

  private final ActionTable table;
  private final ServedProject project;
  private final BodyRules bodyRules;

  /**
   * @param table the actions that are served
   * @param project the one project whose resources are called
   * @param maxBody largest body, in bytes
   */
  public RawSurface(ActionTable table, ServedProject project, int maxBody) {
    this.table = table;
    this.project = project;
    this.bodyRules = new BodyRules(maxBody);
  }

  /** The request with the content type that its sender means. */
  public static Inbound typed(Inbound inbound) {
    return inbound
        .headers()
        .get(TYPE)
        .map(
            type ->
                new Inbound(
                    inbound.method(),
                    inbound.path(),
                    inbound.query(),
                    inbound.headers().with("content-type", type),
                    inbound.body(),
                    inbound.invocationId()))
        .orElse(inbound);
  }

  /**
   * What the request asks for.
   *
   * @param inbound as {@link #typed} gave it
   */
  public Ask read(Inbound inbound) {
    if (!inbound.path().startsWith(PREFIX + "/")) {
      throw Failure.of(
              FailureCode.PATH_MALFORMED,
              "The path is written in an unusual way.",
              "Begin it with " + PREFIX + "/v1/projects/.")
          .asException();
    }
    String path = inbound.path().substring(PREFIX.length());
    PathMatch match = table.match(inbound.method(), path, inbound.query(), project);
    if (!ACTIONS.contains(match.action().value())) {
      throw Failure.of(
              FailureCode.ACTION_UNKNOWN,
              match.action() + " takes JSON, which is not served below " + PREFIX + ".",
              "Leave " + PREFIX + " out of the path; here are rawPredict and streamRawPredict.")
          .asException();
    }
    Target target = ModelFinder.ofPath(match);
    bodyRules.checkBytes(inbound, match.resource().model().isPresent());
    return Ask.opaque(target, match.query(), inbound.body());
  }
}
