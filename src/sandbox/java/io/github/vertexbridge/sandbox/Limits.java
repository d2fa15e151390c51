package io.github.vertexbridge.sandbox;

import java.util.ArrayList;
import java.util.List;

/** What has been scripted to run out; over both transports. Thread safe. */
public final class Limits {
  private final List<Limit> limits = new ArrayList<>();

  Limits() {}

  /** Adds one; of those that cover a call each counts it. */
  public synchronized void add(Limit limit) {
    limits.add(limit);
  }

  public synchronized void clear() {
    limits.clear();
  }

  /** Clears those of one location. */
  public synchronized void clear(String location) {
    limits.removeIf(limit -> limit.location().equals(location));
  }

  /** What is left of each. */
  public synchronized List<Limit> all() {
    return List.copyOf(limits);
  }

  /**
   * Counts a call.
   *
   * @throws GoogleRefusal RESOURCE_EXHAUSTED
   */
  synchronized void take(String location, String what, String project) {
    for (Limit limit : List.copyOf(limits)) {
      if (limit.covers(location, what)) {
        Limit after = limit.afterOne();
        limits.remove(limit);
        if (!after.isUsedUp()) {
          limits.add(after);
        }
        if (limit.requests() == 0) {
          throw limit.refusal(what, project);
        }
      }
    }
  }
}
