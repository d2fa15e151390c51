package io.github.vertexbridge.localhost.worker;

import java.util.Map;

/** What came of a call. */
public sealed interface InvocationResponse {
  /** The function returned an HTTP answer. */
  record Http(int status, Map<String, String> headers, TypedData body)
      implements InvocationResponse {}

  /** The function returned nothing. */
  record Done() implements InvocationResponse {}

  /**
   * The function threw, or could not be called.
   *
   * @param message of the root cause
   * @param stackTrace of all of it
   */
  record Failure(String message, String stackTrace) implements InvocationResponse {}
}
