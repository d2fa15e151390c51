package io.github.vertexbridge.sandbox;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What arrived and what came of it. Requests are counted on arrival, before any fault, so that
 * hidden retries show.
 */
public final class Counters {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  Counters() {}

  void add(String name) {
    counts.computeIfAbsent(name, n -> new LongAdder()).increment();
  }

  /**
   * A counter by name: {@code identity.requests}, {@code identity.tokens} (newly made), {@code
   * entra.discovery}, {@code entra.jwks}, {@code sts.requests}, {@code sts.exchanges}, {@code
   * iam.requests}, {@code iam.mints}, {@code vertex.rest.requests}, {@code vertex.grpc.requests},
   * {@code vertex.ok}, and the vertex ones again with {@code .LOCATION} appended. 0 if never
   * counted.
   */
  public long get(String name) {
    LongAdder count = counts.get(name);
    return count == null ? 0 : count.sum();
  }

  /** Requests to the managed identity endpoint. */
  public long identityRequests() {
    return get("identity.requests");
  }

  /** Requests for a key set. */
  public long jwksRequests() {
    return get("entra.jwks");
  }

  /** Requests to STS, refused ones included. */
  public long stsRequests() {
    return get("sts.requests");
  }

  /** Exchanges that gave a federated token. */
  public long stsExchanges() {
    return get("sts.exchanges");
  }

  /** Requests to IAM Credentials, refused ones included. */
  public long iamRequests() {
    return get("iam.requests");
  }

  /** Requests to IAM Credentials that gave an access token. */
  public long iamMints() {
    return get("iam.mints");
  }

  /** Calls to Vertex over HTTP in all locations, refused ones included. */
  public long vertexRestCalls() {
    return get("vertex.rest.requests");
  }

  /** Calls to Vertex over gRPC in all locations, refused ones included. */
  public long vertexGrpcCalls() {
    return get("vertex.grpc.requests");
  }

  /** Calls to Vertex in one location over both transports, refused ones included. */
  public long vertexCalls(String location) {
    return get("vertex.rest.requests." + location) + get("vertex.grpc.requests." + location);
  }

  /** All counters that are not zero. */
  public SortedMap<String, Long> snapshot() {
    SortedMap<String, Long> snapshot = new TreeMap<>();
    counts.forEach((name, count) -> snapshot.put(name, count.sum()));
    return snapshot;
  }

  /** Sets all to zero. */
  public void reset() {
    counts.clear();
  }
}
