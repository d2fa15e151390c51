package io.github.vertexbridge.localhost.worker;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A loaded function: its method and how each parameter is bound. */
final class FunctionMethod {
  private final Method method;
  private final List<Parameters.Source> sources;
  private final AppLoader app;
  private final Optional<FunctionInstanceInjector> injector;

  private FunctionMethod(
      Method method,
      List<Parameters.Source> sources,
      AppLoader app,
      Optional<FunctionInstanceInjector> injector) {
    this.method = method;
    this.sources = sources;
    this.app = app;
    this.injector = injector;
  }

  static FunctionMethod find(
      FunctionMetadata function,
      AppLoader app,
      Optional<FunctionInstanceInjector> injector,
      PrintStream log)
      throws ReflectiveOperationException {
    int dot = function.entryPoint().lastIndexOf('.');
    if (dot < 1) {
      throw new ClassNotFoundException("no class in entryPoint " + function.entryPoint());
    }
    String className = function.entryPoint().substring(0, dot);
    String methodName = function.entryPoint().substring(dot + 1);
    List<Method> found =
        Arrays.stream(Class.forName(className, false, app.loader()).getMethods())
            .filter(m -> m.getDeclaringClass().getName().equals(className))
            .filter(m -> m.getName().equals(methodName))
            .toList();
    if (found.size() != 1) {
      throw new NoSuchMethodException(
          found.size() + " methods " + function.entryPoint() + ", expected one");
    }
    Method method = found.get(0);
    return new FunctionMethod(method, Parameters.of(method, function, log), app, injector);
  }

  /**
   * Binds and calls.
   *
   * @throws Exception what the function or the injector threw, wrapped; or a binding that failed
   */
  InvocationResponse invoke(InvocationRequest request) throws Exception {
    return app.inside(() -> bindAndCall(request));
  }

  // @Nullable of arguments and results is the functions' own business.
  @SuppressWarnings("NullAway")
  private InvocationResponse bindAndCall(InvocationRequest request) throws Exception {
    Object[] arguments = new Object[sources.size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = sources.get(i).bind(request);
    }
    Object target = newInstance();
    Object returned;
    try {
      returned = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      // An Error of the function's body is an ordinary failure too; see Worker for the other kind.
      throw new Exception("exception in " + method.getName(), e.getCause());
    }
    if (returned == null) {
      return new InvocationResponse.Done();
    }
    if (returned instanceof HttpResponseMessage message) {
      return ResponseMessage.toRpc(message);
    }
    throw new IllegalStateException("return type not supported here: " + returned.getClass());
  }

  private Object newInstance() throws Exception {
    Class<?> type = method.getDeclaringClass();
    if (injector.isPresent()) {
      return injector.get().getInstance(type);
    }
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
