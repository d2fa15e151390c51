package io.github.vertexbridge.jobs;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a process ends: before or after the n-th thing that it does outside itself. From then on it
 * does nothing more, so whatever it held stays as it was.
 */
final class CrashPoint {
  private final int at;
  private final List<String> steps = new ArrayList<>();

  /** The process has ended. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    private Crash(String where) {
      super(where);
    }
  }

  /**
   * @param at the number of the step, from 1; 0: never
   */
  CrashPoint(int at) {
    this.at = at;
  }

  /** Everything that is done through this is two steps. */
  <T> T around(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              String what =
                  type.getSimpleName()
                      + "."
                      + method.getName()
                      + (type.getSimpleName().equals("Blobs")
                          ? arguments[0].toString().replaceFirst("^[0-9a-f]+/(\\w+).*", " $1")
                          : "");
              step("before " + what);
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                step("after " + what);
              }
            }));
  }

  /** One step. */
  void step(String what) {
    if (crashed().isPresent()) {
      throw new Crash(what);
    }
    steps.add(what);
    if (steps.size() == at) {
      throw new Crash(what);
    }
  }

  /** Where it ended, if it did. */
  Optional<String> crashed() {
    return at > 0 && steps.size() >= at ? Optional.of(steps.get(at - 1)) : Optional.empty();
  }

  int steps() {
    return steps.size();
  }
}
