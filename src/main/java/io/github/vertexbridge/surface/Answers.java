package io.github.vertexbridge.surface;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** What goes out over HTTP: Vertex's bytes or a failure, with the headers of ours. */
public final class Answers {
  private static final String JSON = "application/json; charset=utf-8";

  /** Streams arrive whole: the platform passes an answer on when it has all of it. */
  private static final String STREAMING = "x-bridge-streaming";

  /** Where Vertex was called, in order: see {@link Attempt#summary}. */
  private static final String ATTEMPTS = "x-bridge-attempts";

  /** What else could be tried; on an answer of 2xx, how it came about. */
  private static final String HINT = "x-bridge-hint";

  /** What an answer's text may have to be said in a header. */
  private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]{1,128}");

  private Answers() {}

  /** Vertex's answer as it came, with our headers. */
  public static Answer of(Answer answer, Told told) {
    Map<String, String> headers = told.headers();
    if (told.target().filter(t -> t.rest().streams() && isStream(answer)).isPresent()) {
      headers.put(STREAMING, "buffered");
    }
    if (!told.attempts().isEmpty()) {
      headers.put(ATTEMPTS, Attempt.summary(told.attempts()));
    }
    told.modelVersion()
        .filter(version -> PLAIN.matcher(version).matches())
        .ifPresent(version -> headers.put("x-bridge-model-version", version));
    return new Answer(answer.status(), answer.headers().with(headers), answer.body());
  }

  /** Events, or the elements of an array; a JSON object is one answer that could have been more. */
  private static boolean isStream(Answer answer) {
    boolean object = answer.body().length > 0 && answer.body()[0] == '{';
    return !object || isEvents(answer.headers());
  }

  private static boolean isEvents(Headers headers) {
    return headers.get("content-type").filter(t -> t.contains("event-stream")).isPresent();
  }

  /** A failure in the shape of a surface. */
  public static Answer of(Surface surface, Failure failure, Told told) {
    FailureCode code = failure.code();
    Map<String, String> headers = told.headers();
    headers.put("content-type", JSON);
    headers.putAll(RetryHeaders.of(failure));
    for (var fact : Map.of(Failure.ATTEMPTS, ATTEMPTS, Failure.HINT, HINT).entrySet()) {
      if (failure.facts().containsKey(fact.getKey())) {
        headers.put(fact.getValue(), failure.facts().get(fact.getKey()));
      }
    }
    if (code.category() == FailureCode.Category.CALLER && code.httpStatus() == 401) {
      headers.put("www-authenticate", challenge(failure));
    }
    if (code == FailureCode.POLICY_DENIED) {
      headers.put("www-authenticate", "Bearer realm=\"bridge\", error=\"insufficient_scope\"");
    }
    return new Answer(code.httpStatus(), new Headers(headers), surface.error(failure, told.id()));
  }

  /** The body of such an answer: {@code {"error":{…}}}. */
  public static byte[] errorBody(Failure failure, CorrelationId id) {
    return GoogleErrors.body(failure, id);
  }

  /** A small JSON object of ours, for example a health answer. */
  public static Answer of(int status, JsonObject body, CorrelationId id) {
    Map<String, String> headers = Told.of(id).headers();
    headers.put("content-type", JSON);
    headers.put("cache-control", "no-store");
    return new Answer(
        status, new Headers(headers), body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** RFC 6750 section 3: no error code when no credentials were sent at all. */
  private static String challenge(Failure failure) {
    return failure.code() == FailureCode.CALLER_UNAUTHENTICATED
        ? "Bearer realm=\"bridge\""
        : "Bearer realm=\"bridge\", error=\"invalid_token\"";
  }
}
