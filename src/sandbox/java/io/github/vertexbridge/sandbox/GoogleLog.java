package io.github.vertexbridge.sandbox;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.List;

/** The project's log at Google: the last ten thousand entries. Thread safe. */
final class GoogleLog {
  private static final int KEPT = 10_000;

  private final ArrayDeque<JsonObject> entries = new ArrayDeque<>();

  synchronized void add(JsonObject entry) {
    entries.add(entry);
    if (entries.size() > KEPT) {
      entries.removeFirst();
    }
  }

  /** The entries that a filter finds, oldest first. */
  List<JsonObject> read(LogFilter filter) {
    return all().stream().filter(filter::finds).map(JsonObject::deepCopy).toList();
  }

  private synchronized List<JsonObject> all() {
    return List.copyOf(entries);
  }

  synchronized void clear() {
    entries.clear();
  }
}
