package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.CapacityClass;
import io.github.vertexbridge.call.Headers;
import java.util.Locale;
import java.util.Optional;

/**
 * The two headers by which a call asks for a class of capacity.
 *
 * <p>Source: "Priority PayGo", "Flex PayGo" and "Provisioned Throughput" of Vertex AI. Priority and
 * flex are served on {@code global} only.
 */
public final class CapacityHeaders {
  private static final String REQUEST = "x-vertex-ai-llm-request-type";
  private static final String SHARED = "x-vertex-ai-llm-shared-request-type";

  private CapacityHeaders() {}

  /** The headers of a call in that class, whatever they asked for. */
  public static Headers with(Headers headers, CapacityClass capacity) {
    Headers others = headers.without(REQUEST).without(SHARED);
    return switch (capacity) {
      case DEDICATED -> others.with(REQUEST, "dedicated");
      case SHARED -> others.with(REQUEST, "shared");
      case PRIORITY -> others.with(SHARED, "priority");
      case FLEX -> others.with(SHARED, "flex");
    };
  }

  /** The class that is served on {@code global} only, if the headers ask for it. */
  public static Optional<String> onGlobalOnly(Headers headers) {
    return headers
        .get(SHARED)
        .map(CapacityHeaders::word)
        .filter(word -> word.equals("priority") || word.equals("flex"));
  }

  /** Whether the headers ask for provisioned throughput and nothing else. */
  static boolean dedicatedOnly(Headers headers) {
    return headers.get(REQUEST).filter(v -> word(v).equals("dedicated")).isPresent();
  }

  /** Both values, for comparison. */
  static String label(Headers headers) {
    return headers.get(REQUEST).map(CapacityHeaders::word).orElse("")
        + "/"
        + headers.get(SHARED).map(CapacityHeaders::word).orElse("");
  }

  private static String word(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }
}
