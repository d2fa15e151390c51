package io.github.vertexbridge.vertex;

import java.time.Duration;

/**
 * Bounds of the client.
 *
 * @param connectionsPerOrigin most calls under way to one origin over REST, each with a connection
 *     of its own; one more is refused at once
 * @param connectTimeout longest wait for a connection, TLS included
 * @param maxAnswer largest answer in bytes, after decompression
 */
public record VertexOptions(int connectionsPerOrigin, Duration connectTimeout, int maxAnswer) {

  /** 256 connections an origin (the host admits fewer calls), 10 s to connect, 100 MiB. */
  public static final VertexOptions DEFAULT =
      new VertexOptions(256, Duration.ofSeconds(10), 100 * 1024 * 1024);
}
