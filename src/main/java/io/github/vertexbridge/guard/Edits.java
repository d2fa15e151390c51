package io.github.vertexbridge.guard;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is replaced in a body and added to it; every other byte stays. */
final class Edits {

  /** New bytes in place of those up to {@code end}. */
  private record Edit(int end, String text) {}

  private final Map<Integer, Edit> edits = new TreeMap<>();

  void replace(Value value, JsonElement by) {
    edits.put(value.start(), new Edit(value.end(), by.toString()));
  }

  /**
   * Gives a member a value, with the objects that lead to it where they are missing.
   *
   * @param names with slashes between them; in the spelling that they get if they are new
   */
  void set(Members object, String names, JsonElement value) {
    int slash = names.indexOf('/');
    String name = slash < 0 ? names : names.substring(0, slash);
    Optional<Value> found = object.get(name);
    if (slash >= 0 && found.isPresent() && !found.get().isNull()) {
      set(found.get().members(), names.substring(slash + 1), value);
      return;
    }
    JsonElement member = slash < 0 ? value : nested(names.substring(slash + 1), value);
    if (found.isPresent()) {
      replace(found.get(), member);
    } else {
      add(object, name, member);
    }
  }

  private static JsonObject nested(String names, JsonElement value) {
    int slash = names.indexOf('/');
    JsonObject object = new JsonObject();
    if (slash < 0) {
      object.add(names, value);
    } else {
      object.add(names.substring(0, slash), nested(names.substring(slash + 1), value));
    }
    return object;
  }

  /** Adds a member that is not there. */
  void add(Members object, String name, JsonElement value) {
    String braced = nested(name, value).toString();
    insert(object.afterLast(), object.isEmpty(), braced.substring(1, braced.length() - 1));
  }

  /** Adds an element behind the others. */
  void append(Value array, List<Value> elements, JsonElement element) {
    int at = elements.isEmpty() ? array.start() + 1 : elements.get(elements.size() - 1).end();
    insert(at, elements.isEmpty(), element.toString());
  }

  private void insert(int at, boolean first, String text) {
    edits.merge(
        at,
        new Edit(at, first ? text : "," + text),
        (before, more) -> new Edit(at, before.text() + "," + text));
  }

  Guarded apply(byte[] body) {
    if (edits.isEmpty()) {
      return new Guarded(body, false);
    }
    ByteArrayOutputStream edited = new ByteArrayOutputStream(body.length + 256);
    int done = 0;
    for (Map.Entry<Integer, Edit> edit : edits.entrySet()) {
      edited.write(body, done, edit.getKey() - done);
      edited.writeBytes(edit.getValue().text().getBytes(StandardCharsets.UTF_8));
      done = edit.getValue().end();
    }
    edited.write(body, done, body.length - done);
    return new Guarded(edited.toByteArray(), true);
  }
}
