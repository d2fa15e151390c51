package io.github.vertexbridge.doctor;

import java.net.URI;
import java.util.Optional;

/** Fills in which address was called, for findings that the network is the cause of. */
final class Network {
  private Network() {}

  /**
   * @param setting that may replace the public address
   * @param publicHost the address without it
   */
  static Findings.Draft told(
      Findings.Draft draft, Evidence evidence, String setting, String publicHost) {
    Optional<String> replaced = evidence.setting(setting);
    String host =
        replaced
            .map(value -> value.contains(",") || value.contains("=") ? value : host(value))
            .orElse(publicHost);
    return draft
        .with("host", host)
        .with("setting", setting)
        .variant(replaced.isPresent() ? "endpoint" : "default");
  }

  private static String host(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getAuthority()).orElse(origin);
    } catch (IllegalArgumentException e) {
      return origin;
    }
  }
}
