package io.github.vertexbridge.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A call that reached Vertex. Credentials are never in it: only who they stood for.
 *
 * @param number counts up from 1
 * @param time of arrival
 * @param transport "rest" or "grpc"
 * @param protocol "HTTP/1.1" or "HTTP/2.0"
 * @param location whose port it came to
 * @param method the HTTP method, or the gRPC method's full name
 * @param path raw path and query as sent; the gRPC request's resource
 * @param headers by lower-case name, without credentials
 * @param body the request's bytes (gRPC: the message as JSON), cut after 64 KiB
 * @param bodyBytes size of the request's body
 * @param principal as whom it came, once the token was known
 * @param status HTTP status of the answer; over gRPC the HTTP status that Google pairs with the
 *     code; 0 if there was none
 */
public record CallRecord(
    long number,
    Instant time,
    String transport,
    String protocol,
    String location,
    String method,
    String path,
    Map<String, List<String>> headers,
    String body,
    long bodyBytes,
    Optional<String> principal,
    int status) {

  /** The first value of a header, compared without case. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }
}
