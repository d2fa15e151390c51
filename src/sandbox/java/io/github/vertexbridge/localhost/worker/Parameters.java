package io.github.vertexbridge.localhost.worker;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import java.io.PrintStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How parameters are bound. The annotations come from the app's own library, so that they are read
 * by name.
 */
final class Parameters {
  private static final String ANNOTATIONS = "com.microsoft.azure.functions.annotation.";
  private static final Set<Type> BODIES = Set.of(String.class, byte[].class);

  private Parameters() {}

  /** Gives one argument. */
  @FunctionalInterface
  interface Source {
    @Nullable Object bind(InvocationRequest request);
  }

  static List<Source> of(Method method, FunctionMetadata function, PrintStream log)
      throws ReflectiveOperationException {
    List<Source> sources = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      sources.add(source(parameter, function, log));
    }
    return sources;
  }

  private static Source source(Parameter parameter, FunctionMetadata function, PrintStream log)
      throws ReflectiveOperationException {
    Type type = parameter.getParameterizedType();
    Optional<Annotation> annotation = annotation(parameter);
    if (annotation.isEmpty()) {
      if (type.equals(ExecutionContext.class)) {
        return request -> new Context(request, log);
      }
      throw unsupported(parameter, function);
    }
    Class<? extends Annotation> kind = annotation.get().annotationType();
    if (kind.getName().equals(ANNOTATIONS + "BindingName") && type.equals(String.class)) {
      String name = (String) kind.getMethod("value").invoke(annotation.get());
      return request -> metadata(request, name);
    }
    boolean trigger =
        kind.getName().endsWith("Trigger")
            && function.trigger().equals(kind.getMethod("name").invoke(annotation.get()));
    if (trigger && type.equals(String.class)) {
      return request -> convert(request.input(), String.class);
    }
    if (trigger
        && type instanceof ParameterizedType message
        && message.getRawType().equals(HttpRequestMessage.class)
        && BODIES.contains(bodyType(message.getActualTypeArguments()[0]))) {
      Type declared = message.getActualTypeArguments()[0];
      return request -> httpRequest(request, declared);
    }
    throw unsupported(parameter, function);
  }

  private static Optional<Annotation> annotation(Parameter parameter) {
    for (Annotation annotation : parameter.getAnnotations()) {
      if (annotation.annotationType().getName().startsWith(ANNOTATIONS)) {
        return Optional.of(annotation);
      }
    }
    return Optional.empty();
  }

  /** X of X and of {@code Optional<X>}. */
  private static Type bodyType(Type declared) {
    return declared instanceof ParameterizedType optional
            && optional.getRawType().equals(Optional.class)
        ? optional.getActualTypeArguments()[0]
        : declared;
  }

  private static HttpRequestMessage<?> httpRequest(InvocationRequest request, Type declared) {
    RpcHttp http = request.http().orElseThrow();
    Type type = bodyType(declared);
    Optional<Object> body =
        http.body() instanceof TypedData.None
            ? Optional.empty()
            : Optional.of(convert(http.body(), type));
    return new RequestMessage(http, type.equals(declared) ? body.orElse(null) : body);
  }

  /** The conversions of the real worker that matter here: bytes become a string, never back. */
  private static Object convert(TypedData data, Type type) {
    if (type.equals(String.class)) {
      if (data instanceof TypedData.Text text) {
        return text.value();
      }
      if (data instanceof TypedData.Json json) {
        return json.value();
      }
      if (data instanceof TypedData.Bytes bytes) {
        return new String(bytes.value(), StandardCharsets.UTF_8);
      }
    }
    if (type.equals(byte[].class) && data instanceof TypedData.Bytes bytes) {
      return bytes.value().clone();
    }
    throw new ClassCastException(
        data.getClass().getSimpleName() + " is not bound to " + type.getTypeName());
  }

  private static Object metadata(InvocationRequest request, String name) {
    TypedData value = request.metadata().get(name);
    if (value == null) {
      throw new NullPointerException("no trigger metadata " + name);
    }
    return convert(value, String.class);
  }

  private static IllegalArgumentException unsupported(
      Parameter parameter, FunctionMetadata function) {
    return new IllegalArgumentException(
        "the local host does not bind parameter "
            + parameter.getParameterizedType().getTypeName()
            + " of function "
            + function.name());
  }
}
