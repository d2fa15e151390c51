package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Answer;
import java.util.Optional;

/** A refusal with the call that met it: what the rules of {@link Refusals} look at. */
record Refused(VertexCall call, Answer answer, UpstreamError error) {

  boolean reason(String reason) {
    return error.reason().filter(reason::equals).isPresent();
  }

  boolean perimeter() {
    return reason("SECURITY_POLICY_VIOLATED")
        || error.violations().contains("VPC_SERVICE_CONTROLS");
  }

  /**
   * A quota of the project, not the capacity that all share: details are often absent, then
   * Vertex's text is the only sign.
   */
  boolean quota() {
    return error.metadata().containsKey("quota_metric")
        || error.quotaFailure()
        || error.message().contains("Quota exceeded for aiplatform.googleapis.com/");
  }

  /** Whether the call asked for provisioned throughput only. */
  boolean dedicated() {
    return call.headers()
        .get("x-vertex-ai-llm-request-type")
        .filter("dedicated"::equalsIgnoreCase)
        .isPresent();
  }

  String project() {
    return call.target().project().value();
  }

  String principal() {
    return call.as().map(a -> "serviceAccount:" + a).orElse("the federated principal");
  }

  Optional<String> meta(String name) {
    return Optional.ofNullable(error.metadata().get(name));
  }
}
