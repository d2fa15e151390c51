package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.Refusals.refusal;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.target.ActionRow.QueryParameter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets through the query parameters that a row names, and no credentials. */
final class AllowedQuery {
  private static final Set<String> CREDENTIALS =
      Set.of("key", "access_token", "oauth_token", "token", "authorization", "code", "sig");

  private AllowedQuery() {}

  /**
   * The query for Vertex, in the order in which it came.
   *
   * @param raw as it was sent, without the question mark; a raw semicolon belongs to the value
   * @throws FailureException QUERY_NOT_ALLOWED
   */
  static String of(String raw, List<QueryParameter> allowed) {
    if (raw.isEmpty()) {
      return "";
    }
    List<String> passed = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (CREDENTIALS.contains(name.toLowerCase(Locale.ROOT))) {
        throw refused(
            "The query has a credential ('" + name + "').",
            "Send the caller's Entra token in the Authorization header; never put credentials"
                + " in a URL.");
      }
      Optional<QueryParameter> parameter =
          allowed.stream().filter(p -> p.name().equals(name)).findFirst();
      if (parameter.isEmpty()) {
        throw refused(
            "The query parameter '" + name + "' does not pass here.",
            "Parameters that pass: " + names(allowed) + ".");
      }
      if (!seen.add(name)) {
        throw refused("The query parameter '" + name + "' is given twice.", "Give it once.");
      }
      Set<String> values = parameter.get().values();
      if (!values.isEmpty() && !values.contains(value)) {
        throw refused(
            "The query parameter '" + name + "' has a value that does not pass here.",
            "Values that pass: "
                + values.stream().sorted().collect(Collectors.joining(", "))
                + ".");
      }
      // Listed values go out as the table writes them, others as they came.
      passed.add(values.isEmpty() ? pair : name + "=" + value);
    }
    return String.join("&", passed);
  }

  private static String names(List<QueryParameter> allowed) {
    return allowed.isEmpty()
        ? "none"
        : allowed.stream().map(QueryParameter::name).collect(Collectors.joining(", "));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused("The query has a broken percent encoding.", "Encode it or leave it out.");
    }
  }

  private static FailureException refused(String seen, String remedy) {
    return refusal(FailureCode.QUERY_NOT_ALLOWED, seen, remedy);
  }
}
