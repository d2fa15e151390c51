package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Headers;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which headers pass, by allow-list in both directions.
 *
 * <p>So credentials and quota projects from outside ({@code Authorization}, {@code x-goog-api-key},
 * {@code x-goog-user-project}, cookies) and hop-by-hop fields (RFC 9110 section 7.6.1) stay here
 * without being named.
 */
final class RelayHeaders {
  private static final Set<String> TO_VERTEX =
      Set.of(
          "accept",
          "content-type",
          "anthropic-beta",
          "anthropic-version",
          "x-goog-api-client",
          // Those of the invocation; the Application Insights agent writes its own over them.
          "traceparent",
          "tracestate");
  private static final String CAPACITY_CLASS = "x-vertex-ai-llm-";

  private static final Set<String> TO_CALLER =
      Set.of("content-type", "content-language", "request-id", "retry-after");

  /** Field values that java.net.http takes; others are dropped, not refused. */
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  private RelayHeaders() {}

  /** Those of the caller's headers that go to Vertex. */
  static void toVertex(Headers headers, BiConsumer<String, String> set) {
    headers
        .fields()
        .forEach(
            (name, value) -> {
              if ((TO_VERTEX.contains(name) || name.startsWith(CAPACITY_CLASS))
                  && VALUE.matcher(value).matches()) {
                set.accept(name, value);
              }
            });
  }

  /** Those of Vertex's headers that go to the caller. */
  static Headers toCaller(HttpHeaders headers) {
    Predicate<String> passes =
        name ->
            TO_CALLER.contains(name)
                || name.startsWith("x-vertex-")
                || name.startsWith("anthropic-");
    return new Headers(
        headers.map().entrySet().stream()
            .filter(field -> passes.test(field.getKey().toLowerCase(java.util.Locale.ROOT)))
            .collect(
                Collectors.toMap(Map.Entry::getKey, field -> String.join(", ", field.getValue()))));
  }
}
