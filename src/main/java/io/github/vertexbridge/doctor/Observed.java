package io.github.vertexbridge.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a running app saw; holds no token and no secret.
 *
 * @param at when
 * @param settings of the app, those that may be shown
 * @param looks in the order in which they were taken
 * @param platform readings by name, see {@link PlatformChecks}
 */
public record Observed(
    Instant at, Map<String, String> settings, List<Look> looks, Map<String, String> platform) {

  public Observed {
    settings = Map.copyOf(settings);
    looks = List.copyOf(looks);
    platform = Map.copyOf(platform);
  }

  Stream<Look> at(Step step) {
    return looks.stream().filter(look -> look.step() == step);
  }

  Optional<Look> first(Step step) {
    return at(step).findFirst();
  }
}
