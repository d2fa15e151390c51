package io.github.vertexbridge.localhost.probe;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;

/** Makes {@link LoaderFunctions} itself, the others as the worker would. */
public class ProbeInjector implements FunctionInstanceInjector {
  /** The start hook of an app. */
  public ProbeInjector() {
    System.out.println(
        "probe injector, context is app's: "
            + (Thread.currentThread().getContextClassLoader() == getClass().getClassLoader()));
  }

  @Override
  public <T> T getInstance(Class<T> type) throws Exception {
    return type == LoaderFunctions.class
        ? type.cast(new LoaderFunctions("injector"))
        : type.getDeclaredConstructor().newInstance();
  }
}
