package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Target;
import java.net.URI;
import java.util.Optional;

/**
 * One call to make.
 *
 * @param target what is called
 * @param origin where: an https origin without path, for gRPC too; tokens never go anywhere else
 * @param ownHost whether that is the host of this one endpoint, not of its location
 * @param query of the REST call, as it goes on the wire, without the question mark; may be empty
 * @param headers of the caller; those that are not on the allow-list stay here
 * @param body its bytes, sent as they are over REST; JSON {@code {instances, parameters}} for gRPC
 * @param as the service account to call as; empty for the federated principal itself
 * @param correlationId the call's id on both clouds
 * @param deadline by which the call ends, tokens and answer included
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
public record VertexCall(
    Target target,
    URI origin,
    boolean ownHost,
    String query,
    Headers headers,
    byte[] body,
    Optional<ServiceAccount> as,
    CorrelationId correlationId,
    Deadline deadline) {

  /**
   * @throws IllegalArgumentException if the origin is not https: a token would travel in clear
   */
  public VertexCall {
    if (!"https".equals(origin.getScheme()) || origin.getHost() == null) {
      throw new IllegalArgumentException("not an https origin");
    }
  }

  /** A call to the host of the target's location. */
  public VertexCall(
      Target target,
      URI origin,
      String query,
      Headers headers,
      byte[] body,
      Optional<ServiceAccount> as,
      CorrelationId correlationId,
      Deadline deadline) {
    this(target, origin, false, query, headers, body, as, correlationId, deadline);
  }

  VertexCall onOwnHost(URI host) {
    return new VertexCall(target, host, true, query, headers, body, as, correlationId, deadline);
  }

  VertexCall with(String otherQuery, Deadline otherDeadline) {
    return new VertexCall(
        target, origin, ownHost, otherQuery, headers, body, as, correlationId, otherDeadline);
  }

  /** A read on behalf of this call: as the same identity, with the same id. */
  VertexCall read(Target what, URI where, String withQuery, Deadline by) {
    return new VertexCall(what, where, withQuery, Headers.NONE, new byte[0], as, correlationId, by);
  }

  @Override
  public String toString() {
    return "VertexCall[" + target.label() + ", " + body.length + " bytes, " + correlationId + "]";
  }
}
