package io.github.vertexbridge.call;

/** How an endpoint is called. */
public enum Transport {
  REST,
  GRPC
}
