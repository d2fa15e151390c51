package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * Failures without an answer from Vertex. The fact {@code kind} tells them apart: after {@code
 * not-sent}, {@code busy}, {@code connect} and {@code tls} Vertex has surely not seen the call.
 */
final class Failures {
  private static final String REACH =
      "Check the way from the app to that host: name resolution, routes, firewall, proxy.";

  private Failures() {}

  static Failure busy(URI origin, int limit) {
    return at(
            FailureCode.VERTEX_CONNECTIONS_BUSY,
            "busy",
            origin,
            "All " + limit + " connections to " + origin.getHost() + " are in use.",
            "Try again in a moment; if it lasts, add instances.")
        .withRetryAfter(java.time.Duration.ofSeconds(1));
  }

  /**
   * @param kind {@code not-sent} or {@code no-answer}
   */
  static Failure timeout(URI origin, String kind) {
    return at(
            FailureCode.VERTEX_TIMEOUT,
            kind,
            origin,
            "The deadline passed before " + origin.getHost() + " gave its whole answer.",
            "Give the call more time, or ask for less (a shorter answer, fewer instances).")
        .asFinal();
  }

  static Failure tooLarge(URI origin, int limit) {
    return at(
        FailureCode.VERTEX_MALFORMED,
        "too-large",
        origin,
        "The answer of " + origin.getHost() + " is larger than " + limit + " bytes.",
        "Ask for less in one call.");
  }

  static Failure malformed(URI origin, String kind) {
    return at(
        FailureCode.VERTEX_MALFORMED,
        kind,
        origin,
        "The answer of " + origin.getHost() + " cannot be read (" + kind + ").",
        "Check that nothing between the app and Vertex changes answers; else report it to Google.");
  }

  static Failure badUri() {
    return Failure.of(
        FailureCode.QUERY_NOT_ALLOWED,
        "The query holds characters that a URI cannot have.",
        "Percent-encode the query.");
  }

  static Failure interrupted() {
    return Failure.at(
        Hop.VERTEX,
        FailureCode.SHUTTING_DOWN,
        "The call was given up because the app is stopping.",
        "Try again; another instance serves.");
  }

  /** What an exception of java.net.http means. */
  static Failure broken(URI origin, IOException e) {
    String host = origin.getHost();
    if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
      return unreachable(origin, "connect", "No connection to " + host + ".");
    }
    if (e instanceof SSLException) {
      return unreachable(origin, "tls", "No trusted TLS connection to " + host + ".");
    }
    if (e instanceof ProtocolException) {
      return malformed(origin, "http");
    }
    return unreachable(
        origin, "reset", "The connection to " + host + " broke before the answer was whole.");
  }

  /**
   * @param kind {@code connect}, {@code tls} or {@code reset}
   */
  static Failure unreachable(URI origin, String kind, String seen) {
    return at(FailureCode.VERTEX_UNAVAILABLE, kind, origin, seen, REACH);
  }

  private static Failure at(FailureCode code, String kind, URI origin, String seen, String remedy) {
    return Failure.at(Hop.VERTEX, code, seen, remedy)
        .withFacts(Map.of("kind", kind, "host", origin.getHost()));
  }
}
