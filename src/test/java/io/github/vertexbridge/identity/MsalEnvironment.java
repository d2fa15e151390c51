package io.github.vertexbridge.identity;

import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Map;

/**
 * The two variables that App Service sets, as MSAL sees them: it reads the process's environment
 * itself and lets its own tests, and so ours, put another in its place.
 */
public final class MsalEnvironment {
  static final String HEADER = "identity-header-canary";

  private MsalEnvironment() {}

  static void appService(URI server) throws ReflectiveOperationException {
    appService(URI.create(server + "/msi/token"), HEADER);
  }

  public static void appService(URI endpoint, String header) throws ReflectiveOperationException {
    set(Map.of("IDENTITY_ENDPOINT", endpoint.toString(), "IDENTITY_HEADER", header));
  }

  /** Back to the process's own. */
  public static void restore() throws ReflectiveOperationException {
    setter().invoke(null, new Object[] {null});
  }

  private static void set(Map<String, String> variables) throws ReflectiveOperationException {
    ClassLoader loader = ManagedIdentityApplication.class.getClassLoader();
    Class<?> type = type();
    Object environment =
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {type},
            (proxy, method, arguments) -> variables.get(String.valueOf(arguments[0])));
    setter().invoke(null, environment);
  }

  private static Class<?> type() throws ClassNotFoundException {
    return Class.forName("com.microsoft.aad.msal4j.IEnvironmentVariables");
  }

  private static Method setter() throws ReflectiveOperationException {
    Method setter =
        ManagedIdentityApplication.class.getDeclaredMethod("setEnvironmentVariables", type());
    setter.setAccessible(true);
    return setter;
  }
}
