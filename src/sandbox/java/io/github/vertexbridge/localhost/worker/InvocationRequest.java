package io.github.vertexbridge.localhost.worker;

import java.util.Map;
import java.util.Optional;

/**
 * One call of a function.
 *
 * @param invocationId unique
 * @param function its name
 * @param http the request of an HTTP trigger
 * @param input the value of any other trigger
 * @param metadata what {@code @BindingName} finds
 * @param traceparent W3C trace context of the host's own activity
 * @param tracestate beside it, or empty
 */
public record InvocationRequest(
    String invocationId,
    String function,
    Optional<RpcHttp> http,
    TypedData input,
    Map<String, TypedData> metadata,
    String traceparent,
    String tracestate) {}
