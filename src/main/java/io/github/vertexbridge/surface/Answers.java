package io.github.vertexbridge.surface;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What goes out over HTTP: Vertex's bytes or a failure, with the headers of ours. */
public final class Answers {
  private static final String JSON = "application/json; charset=utf-8";

  /** Streams arrive whole: the platform passes an answer on when it has all of it. */
  private static final String STREAMING = "x-bridge-streaming";

  private Answers() {}

  /** Vertex's answer as it came, with our headers. */
  public static Answer of(
      Answer answer, CorrelationId id, Optional<String> rule, Optional<Target> target) {
    Headers headers = ours(answer.headers(), id, rule, target);
    return new Answer(
        answer.status(),
        target.filter(t -> t.rest().streams() && isStream(answer)).isPresent()
            ? headers.with(STREAMING, "buffered")
            : headers,
        answer.body());
  }

  /** Events, or the elements of an array; a JSON object is one answer that could have been more. */
  private static boolean isStream(Answer answer) {
    boolean object = answer.body().length > 0 && answer.body()[0] == '{';
    return !object || isEvents(answer.headers());
  }

  private static boolean isEvents(Headers headers) {
    return headers.get("content-type").filter(t -> t.contains("event-stream")).isPresent();
  }

  /** A failure in the shape of Google's APIs. */
  public static Answer of(
      Failure failure, CorrelationId id, Optional<String> rule, Optional<Target> target) {
    FailureCode code = failure.code();
    Headers headers = ours(Headers.NONE, id, rule, target).with("content-type", JSON);
    if (failure.retryAfter().isPresent()) {
      headers = headers.with("retry-after", String.valueOf(seconds(failure.retryAfter().get())));
    }
    if (code.category() == FailureCode.Category.CALLER && code.httpStatus() == 401) {
      headers = headers.with("www-authenticate", challenge(failure));
    }
    if (code == FailureCode.POLICY_DENIED) {
      headers =
          headers.with("www-authenticate", "Bearer realm=\"bridge\", error=\"insufficient_scope\"");
    }
    if (code == FailureCode.IDENTITY_REFUSED || code == FailureCode.IDENTITY_STALE) {
      // A wrong binding or condition does not mend itself while a client repeats the call.
      headers = headers.with("x-should-retry", "false");
    }
    return new Answer(code.httpStatus(), headers, GoogleErrors.body(failure, id));
  }

  /** The body of such an answer: {@code {"error":{…}}}. */
  public static byte[] errorBody(Failure failure, CorrelationId id) {
    return GoogleErrors.body(failure, id);
  }

  /** A small JSON object of ours, for example a health answer. */
  public static Answer of(int status, JsonObject body, CorrelationId id) {
    Headers headers =
        ours(Headers.NONE, id, Optional.empty(), Optional.empty())
            .with("content-type", JSON)
            .with("cache-control", "no-store");
    return new Answer(status, headers, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** RFC 6750 section 3: no error code when no credentials were sent at all. */
  private static String challenge(Failure failure) {
    return failure.code() == FailureCode.CALLER_UNAUTHENTICATED
        ? "Bearer realm=\"bridge\""
        : "Bearer realm=\"bridge\", error=\"invalid_token\"";
  }

  private static Headers ours(
      Headers headers, CorrelationId id, Optional<String> rule, Optional<Target> target) {
    Headers all =
        headers.with(Correlation.HEADER, id.value()).with(Correlation.REQUEST_ID, id.value());
    if (rule.isPresent()) {
      all = all.with("x-bridge-rule", rule.get());
    }
    if (target.isPresent()) {
      all = all.with("x-bridge-target", target.get().label());
    }
    return all;
  }

  /** Whole seconds, rounded up, at least 1: clients that read 0 come back at once. */
  static long seconds(Duration delay) {
    return Math.max(1, (delay.toMillis() + 999) / 1000);
  }
}
