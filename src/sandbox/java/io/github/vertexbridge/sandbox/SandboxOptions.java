package io.github.vertexbridge.sandbox;

import java.time.InstantSource;
import java.util.Map;

/**
 * How to start a sandbox.
 *
 * @param clock what every component takes for the time
 * @param ports fixed ports by component name ({@code admin}, {@code managed-identity}, {@code
 *     entra}, {@code sts}, {@code iam}, {@code vertex:LOCATION}, {@code vertex-grpc:LOCATION}); the
 *     others are chosen by the operating system
 */
public record SandboxOptions(InstantSource clock, Map<String, Integer> ports) {
  public SandboxOptions {
    ports = Map.copyOf(ports);
  }

  /** The real time, free ports. */
  public static SandboxOptions standard() {
    return new SandboxOptions(InstantSource.system(), Map.of());
  }

  int port(String component) {
    return ports.getOrDefault(component, 0);
  }
}
