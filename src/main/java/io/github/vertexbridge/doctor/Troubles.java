package io.github.vertexbridge.doctor;

import java.util.Set;

/** Which catalogue row a failure of a hop belongs to. */
final class Troubles {
  private static final Set<String> TRANSITORY =
      Set.of("IDENTITY_UNAVAILABLE", "IDENTITY_TIMEOUT", "VERTEX_UNAVAILABLE", "VERTEX_TIMEOUT");
  private static final String UNKNOWN = "B18";

  private Troubles() {}

  /**
   * The id: as the hop itself said, else by the catalogue; {@code S17} without any answer, {@code
   * B19} for an upstream that cannot answer now, {@code B18} for what nobody knows.
   */
  static String row(Catalogue catalogue, Step step, Look.Trouble trouble) {
    String said = trouble.facts().getOrDefault("catalogue", "");
    if (!said.isEmpty()) {
      return said;
    }
    boolean transitory = TRANSITORY.contains(trouble.code());
    if (transitory && !trouble.facts().containsKey("upstreamStatus")) {
      return step == Step.MANAGED_IDENTITY ? "M09" : "S17";
    }
    if (transitory) {
      return "B19";
    }
    return catalogue
        .recognise(step, trouble.facts(), trouble.seen())
        .map(Entry::id)
        .orElse(UNKNOWN);
  }

  static boolean isUnknown(String id) {
    return id.equals(UNKNOWN);
  }
}
