package io.github.vertexbridge.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Scripted faults by component: {@code managed-identity}, {@code entra}, {@code sts}, {@code iam},
 * {@code vertex} (all locations, both transports) or {@code vertex:LOCATION}. Of those that apply
 * to a request the oldest is used. Thread safe.
 */
public final class Faults {
  private static final int UNTIL_CLEARED = -1;

  private final Set<String> components;
  private final List<Scripted> scripted = new ArrayList<>();

  /** A fault that waits, and how often it is still to happen (-1: until cleared). */
  public record Scripted(String component, Fault fault, int times) {}

  Faults(Set<String> components) {
    this.components = Set.copyOf(components);
  }

  /**
   * Lets the next {@code times} requests meet this fault.
   *
   * @throws IllegalArgumentException for an unknown component or a number below 1
   */
  public void add(String component, Fault fault, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times is at least 1");
    }
    script(new Scripted(component, fault, times));
  }

  /** Lets every request meet this fault until it is cleared. */
  public void untilCleared(String component, Fault fault) {
    script(new Scripted(component, fault, UNTIL_CLEARED));
  }

  private synchronized void script(Scripted fault) {
    if (!components.contains(fault.component())) {
      throw new IllegalArgumentException(
          "no component " + fault.component() + "; there are " + components);
    }
    scripted.add(fault);
  }

  /** Clears the faults of one component. Requests that hang already go on hanging. */
  public synchronized void clear(String component) {
    scripted.removeIf(fault -> fault.component().equals(component));
  }

  /** Clears all. */
  public synchronized void clear() {
    scripted.clear();
  }

  /** What is still scripted, oldest first. */
  public synchronized List<Scripted> scripted() {
    return List.copyOf(scripted);
  }

  /** The fault that a request to this listener meets, used up by asking. */
  synchronized Optional<Fault> next(String listener) {
    for (Iterator<Scripted> i = scripted.iterator(); i.hasNext(); ) {
      Scripted next = i.next();
      if (!applies(next.component(), listener)) {
        continue;
      }
      if (next.times() != UNTIL_CLEARED) {
        int index = scripted.indexOf(next);
        if (next.times() == 1) {
          i.remove();
        } else {
          scripted.set(index, new Scripted(next.component(), next.fault(), next.times() - 1));
        }
      }
      return Optional.of(next.fault());
    }
    return Optional.empty();
  }

  static boolean applies(String component, String listener) {
    return listener.equals(component) || listener.startsWith(component + ":");
  }
}
