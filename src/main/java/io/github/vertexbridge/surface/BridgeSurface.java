package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Inbound;

/**
 * Calls by alias: {@code POST /bridge/predict/{alias}} with {@code {"instances","parameters"}} or
 * {@code {"contents",…}}, answered as Vertex answers {@code predict} or {@code generateContent}.
 */
public final class BridgeSurface {
  private static final String PREFIX = "/bridge/predict/";

  private final BodyRules bodyRules;

  /**
   * @param maxBody largest body, in bytes
   */
  public BridgeSurface(int maxBody) {
    bodyRules = new BodyRules(maxBody);
  }

  /**
   * What the request asks for.
   *
   * @param name the alias as the platform bound it: decoded, so the path is compared with it
   */
  public Ask read(Inbound inbound, String name) {
    AliasName alias = AliasName.parse(name).orElseThrow(() -> unknown(name).asException());
    if (!inbound.path().equals(PREFIX + alias)) {
      throw Failure.of(
              FailureCode.PATH_MALFORMED,
              "The path is written in an unusual way.",
              "Call " + PREFIX + alias + " exactly so.")
          .asException();
    }
    if (!inbound.query().isEmpty()) {
      throw Failure.of(
              FailureCode.QUERY_NOT_ALLOWED,
              "This path takes no query.",
              "Leave the query out; credentials belong into the Authorization header.")
          .asException();
    }
    bodyRules.check(inbound);
    return Ask.of(alias, AliasBody.action(JsonText.object(inbound.body())), inbound.body());
  }

  /** Said when the policy file has no such alias. */
  public static Failure unknown(String name) {
    return Failure.of(
        FailureCode.ALIAS_UNKNOWN,
        "There is no alias " + io.github.vertexbridge.call.Redaction.scrub(name) + ".",
        "Use a name from the aliases of the bridge's policy file.");
  }
}
