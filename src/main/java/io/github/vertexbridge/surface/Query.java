package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Inbound;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The query of a path of ours. */
public final class Query {
  private Query() {}

  /**
   * Its parameters, decoded, of which only these names pass, each at most once.
   *
   * @throws FailureException QUERY_NOT_ALLOWED
   */
  public static Map<String, String> of(Inbound inbound, Set<String> names) {
    Map<String, String> query = new TreeMap<>();
    if (inbound.query().isEmpty()) {
      return query;
    }
    for (String pair : inbound.query().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length < 2 || !names.contains(parts[0]) || query.containsKey(parts[0])) {
        throw refusal(names);
      }
      query.put(parts[0], decoded(parts[1], names));
    }
    return query;
  }

  private static String decoded(String text, Set<String> names) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) { // half a percent escape
      throw new FailureException(refusal(names).failure(), e);
    }
  }

  static FailureException refusal(Set<String> names) {
    return Failure.of(
            FailureCode.QUERY_NOT_ALLOWED,
            "The query is not one of this path.",
            names.isEmpty()
                ? "Leave the query out."
                : "Use " + String.join(", ", new TreeSet<>(names)) + ", each at most once.")
        .asException();
  }
}
