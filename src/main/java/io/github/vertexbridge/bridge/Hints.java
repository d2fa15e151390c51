package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.policy.Alias;
import io.github.vertexbridge.policy.Policy;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What to try where Vertex says that a model or a resource is not served in a location. */
final class Hints {
  private static final Location GLOBAL = new Location("global");

  private Hints() {}

  /** The failure, with the fact {@link Failure#HINT} where there is something to say. */
  static Failure with(
      Failure failure, Target tried, Caller caller, Optional<Alias> alias, Policy policy) {
    Optional<String> hint =
        switch (failure.facts().getOrDefault("kind", "")) {
          case "global-only" -> Optional.of(global(tried, caller, alias, policy));
          case "location" -> Optional.of(elsewhere(tried, caller, alias, policy));
          default -> Optional.empty();
        };
    return hint.map(text -> failure.withFact(Failure.HINT, text)).orElse(failure);
  }

  private static String global(Target tried, Caller caller, Optional<Alias> alias, Policy policy) {
    boolean allowed = policy.decide(caller, tried.in(GLOBAL), alias.map(Alias::name)).allowed();
    return tried.model()
        + " is served by the global endpoint only: locations/global, which the policy "
        + (allowed ? "allows" : "does not allow");
  }

  private static String elsewhere(
      Target tried, Caller caller, Optional<Alias> alias, Policy policy) {
    String here = "not served in " + tried.location();
    if (alias.isPresent()) {
      String others =
          alias.get().locations().stream()
              .filter(location -> !location.equals(tried.location()))
              .filter(
                  location ->
                      policy
                          .decide(caller, tried.in(location), Optional.of(alias.get().name()))
                          .allowed())
              .map(Location::value)
              .collect(Collectors.joining(", "));
      return here
          + "; alias "
          + alias.get().name()
          + (others.isEmpty() ? " has no other location for this caller" : " also has " + others);
    }
    Optional<String> rule = policy.decide(caller, tried, Optional.empty()).rule();
    return policy.needs().stream()
        .filter(needs -> Optional.of(needs.rule()).equals(rule))
        .findFirst()
        .map(
            needs ->
                here
                    + "; rule "
                    + needs.rule()
                    + " allows "
                    + String.join(", ", new TreeSet<>(needs.residency())))
        .orElse(here);
  }
}
