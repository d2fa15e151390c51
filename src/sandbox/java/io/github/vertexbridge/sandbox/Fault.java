package io.github.vertexbridge.sandbox;

import java.time.Duration;
import java.util.Map;

/**
 * Something that goes wrong on the way to an answer. Over gRPC: a status becomes the gRPC code that
 * Google pairs with it, {@link Html} and {@link Redirect} become what a gRPC client makes of such
 * an answer, {@link Reset} and {@link Lost} are UNAVAILABLE, {@link Drip} never ends, {@link
 * StreamError} is not there: unary calls have no stream.
 */
public sealed interface Fault {
  /** The error that is seen inside streams most. */
  String EXHAUSTED =
      "{\"error\":{\"code\":429,\"message\":\"Resource exhausted.\",\"status\":\"RESOURCE_EXHAUSTED\"}}";

  /** Answers this instead. */
  record Status(int code, String body, Map<String, String> headers) implements Fault {
    public Status {
      headers = Map.copyOf(headers);
    }
  }

  /** Answers as usual, but later. */
  record Delay(Duration delay) implements Fault {}

  /** Never answers; the connection stays open. */
  record Hang() implements Fault {}

  /** Answers as usual, one byte of the body every {@code interval}. */
  record Drip(Duration interval) implements Fault {}

  /** Closes the connection, by TCP reset where the transport lets it. */
  record Reset() implements Fault {}

  /** Does what was asked, then closes the connection as {@link Reset} does: the answer is lost. */
  record Lost() implements Fault {}

  /**
   * Answers a stream as usual at first, then this error inside the 200; any other answer as usual.
   *
   * @param after how many chunks come first; 0: the error is the first
   * @param bare whether it comes as pretty-printed JSON without {@code data:}, as has been seen
   * @param error {@code {"error":{…}}}
   */
  record StreamError(int after, boolean bare, String error) implements Fault {}

  /** Sends the client to another address: 302, 307 or 308. */
  record Redirect(int code, String location) implements Fault {}

  /** A web page in place of JSON, as a front end answers. */
  record Html(int code) implements Fault {}

  /** {@link Status} with a JSON body, which may be empty. */
  static Fault status(int code, String jsonBody) {
    return new Status(code, jsonBody, Map.of("Content-Type", "application/json; charset=UTF-8"));
  }

  /** {@link Status} with chosen headers. */
  static Fault status(int code, String body, Map<String, String> headers) {
    return new Status(code, body, headers);
  }

  static Fault delay(Duration delay) {
    return new Delay(delay);
  }

  static Fault hang() {
    return new Hang();
  }

  static Fault drip(Duration interval) {
    return new Drip(interval);
  }

  static Fault reset() {
    return new Reset();
  }

  static Fault lost() {
    return new Lost();
  }

  static Fault streamError(int after, boolean bare, String error) {
    return new StreamError(after, bare, error);
  }

  static Fault redirect(int code, String location) {
    return new Redirect(code, location);
  }

  static Fault html(int code) {
    return new Html(code);
  }

  /** Whether the component's own logic does not run at all. */
  default boolean replacesAnswer() {
    return !(this instanceof Delay
        || this instanceof Drip
        || this instanceof Lost
        || this instanceof StreamError);
  }
}
