package io.github.vertexbridge.surface;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** An answer that says where Vertex was called for it. */
  public static Answer attempted(Answer answer, List<Attempt> attempts) {
    return attempts.isEmpty()
        ? answer
        : new Answer(
            answer.status(),
            answer.headers().with(ATTEMPTS, Attempt.summary(attempts)),
            answer.body());
  }

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

  /** A failure in the shape of a surface. */
  public static Answer of(
      Surface surface,
      Failure failure,
      CorrelationId id,
      Optional<String> rule,
      Optional<Target> target) {
    FailureCode code = failure.code();
    Headers headers = ours(Headers.NONE, id, rule, target).with("content-type", JSON);
    headers = RetryHeaders.add(headers, failure);
    for (var fact : Map.of(Failure.ATTEMPTS, ATTEMPTS, Failure.HINT, HINT).entrySet()) {
      if (failure.facts().containsKey(fact.getKey())) {
        headers = headers.with(fact.getValue(), failure.facts().get(fact.getKey()));
      }
    }
    if (code.category() == FailureCode.Category.CALLER && code.httpStatus() == 401) {
      headers = headers.with("www-authenticate", challenge(failure));
    }
    if (code == FailureCode.POLICY_DENIED) {
      headers =
          headers.with("www-authenticate", "Bearer realm=\"bridge\", error=\"insufficient_scope\"");
    }
    return new Answer(code.httpStatus(), headers, surface.error(failure, id));
  }

  /**
   * An answer with the names behind it: the alias that was called, the version of the model that
   * answered, the version of the policy file that decided.
   */
  public static Answer named(
      Answer answer,
      Optional<AliasName> alias,
      Optional<String> modelVersion,
      Optional<String> policy) {
    Headers headers = answer.headers();
    if (alias.isPresent()) {
      headers = headers.with("x-bridge-alias", alias.get().value());
    }
    if (policy.isPresent()) {
      headers = headers.with("x-bridge-policy", policy.get());
    }
    if (modelVersion.filter(version -> PLAIN.matcher(version).matches()).isPresent()) {
      headers = headers.with("x-bridge-model-version", modelVersion.get());
    }
    return new Answer(answer.status(), headers, answer.body());
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
}
