package io.github.vertexbridge.functions;

import io.github.vertexbridge.bridge.Bridge;
import io.github.vertexbridge.bridge.Startup;

/**
 * The holder of the composition root: the only static state. The platform loads HTTP and queue
 * functions in one class loader, so both share what it holds, the token cache above all.
 */
final class Root {
  private static final Startup STARTUP = Startup.begin(Bridge::fromEnvironment);

  private Root() {}

  static Startup startup() {
    return STARTUP;
  }
}
