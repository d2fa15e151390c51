package io.github.vertexbridge.functions;

import com.microsoft.azure.functions.ExecutionContext;
import io.github.vertexbridge.call.Headers;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The W3C trace context of a request (w3.org/TR/trace-context). The platform's own comes first: it
 * is a child of the caller's.
 */
final class TraceHeaders {
  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";
  private static final Pattern WELL_FORMED =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private TraceHeaders() {}

  /** The headers with the invocation's trace context, or without one if there is none. */
  static Headers of(Headers headers, ExecutionContext context) {
    Optional<String> ours =
        Optional.ofNullable(context.getTraceContext())
            .flatMap(trace -> Optional.ofNullable(trace.getTraceparent()))
            .filter(TraceHeaders::wellFormed);
    if (ours.isPresent()) {
      return headers.with(PARENT, ours.get());
    }
    return headers.get(PARENT).filter(TraceHeaders::wellFormed).isPresent()
        ? headers
        : headers.without(PARENT).without(STATE);
  }

  private static boolean wellFormed(String parent) {
    return WELL_FORMED.matcher(parent).matches();
  }
}
