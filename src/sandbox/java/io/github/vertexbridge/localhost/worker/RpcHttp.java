package io.github.vertexbridge.localhost.worker;

import java.util.Map;

/**
 * An HTTP request as the host hands it to the worker.
 *
 * @param method as it was sent
 * @param url absolute, its path encoded again by the host; may hold what java.net.URI refuses
 * @param headers lower-case names, repeated fields joined by a comma
 * @param params values of the route's parameters
 * @param query decoded; repeated names joined by a comma, empty values left out
 * @param body {@link TypedData.Text}, {@link TypedData.Bytes} or {@link TypedData.None}
 */
public record RpcHttp(
    String method,
    String url,
    Map<String, String> headers,
    Map<String, String> params,
    Map<String, String> query,
    TypedData body) {}
