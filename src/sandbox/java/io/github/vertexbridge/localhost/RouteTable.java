package io.github.vertexbridge.localhost;

import io.github.vertexbridge.localhost.FunctionDefinition.HttpTrigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The routes of an app. Functions are tried in alphabetical order of name and the first match wins,
 * however specific a later one is; another method is no match.
 */
final class RouteTable {
  private static final List<String> RESERVED = List.of("admin", "runtime");

  private final List<Entry> entries = new ArrayList<>();

  private record Entry(String function, RouteTemplate route, Set<String> methods) {}

  /** A function and the values of its route's parameters. */
  record Match(String function, Map<String, String> params) {}

  /** The table of these functions, which are in order. */
  RouteTable(List<FunctionDefinition> functions, String prefix) {
    for (FunctionDefinition function : functions) {
      if (function.trigger() instanceof HttpTrigger http) {
        String route = http.route();
        if (RESERVED.stream().anyMatch(route.toLowerCase(java.util.Locale.ROOT)::startsWith)) {
          throw new UnsupportedAppException("the host keeps route " + route + " for itself");
        }
        entries.add(
            new Entry(
                function.name(),
                new RouteTemplate(prefix.isEmpty() ? route : prefix + "/" + route),
                http.methods()));
      }
    }
  }

  Optional<Match> match(String method, String path) {
    for (Entry entry : entries) {
      if (entry.methods.isEmpty() || entry.methods.contains(method)) {
        Optional<Map<String, String>> params = entry.route.match(path);
        if (params.isPresent()) {
          return Optional.of(new Match(entry.function, params.get()));
        }
      }
    }
    return Optional.empty();
  }
}
