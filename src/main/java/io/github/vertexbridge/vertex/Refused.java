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

  /** The model is known, but not here. */
  boolean globalOnly() {
    return error.message().contains("only available via global endpoint");
  }

  /** The host, the bucket or the model is one of another location. */
  boolean otherLocation() {
    return error.message().contains("provided location ID doesn't match the endpoint")
        || error.message().contains("must be in the same regional location as the service");
  }

  /** A publisher model that is not served here, or does not exist at all. */
  boolean modelNotHere() {
    return error.message().contains("Publisher Model") && error.message().contains("not found");
  }

  /** Whether the call asked for provisioned throughput only. */
  boolean dedicated() {
    return CapacityHeaders.dedicatedOnly(call.headers());
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
