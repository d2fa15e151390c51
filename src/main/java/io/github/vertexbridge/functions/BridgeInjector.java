package io.github.vertexbridge.functions;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;

/**
 * Hands every function object the one root.
 *
 * <p>The platform constructs this once, at the first function load and before any invocation: its
 * start hook. So constructing it stores, never throws and never blocks.
 */
public final class BridgeInjector implements FunctionInstanceInjector {

  public BridgeInjector() {
    Root.startup();
  }

  @Override
  public <T> T getInstance(Class<T> functionClass) throws Exception {
    return functionClass
        .getConstructor(io.github.vertexbridge.bridge.Startup.class)
        .newInstance(Root.startup());
  }
}
