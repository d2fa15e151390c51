package io.github.vertexbridge.vertex;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something made when it is first asked for. Thread safe. */
final class Lazy<T> {
  private final Supplier<T> maker;
  private volatile @Nullable T made;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  T get() {
    T value = made;
    if (value != null) {
      return value;
    }
    synchronized (this) {
      T again = made;
      if (again == null) {
        again = maker.get();
        made = again;
      }
      return again;
    }
  }

  void ifMade(Consumer<? super T> use) {
    T value = made;
    if (value != null) {
      use.accept(value);
    }
  }
}
