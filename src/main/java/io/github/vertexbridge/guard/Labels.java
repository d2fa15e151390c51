package io.github.vertexbridge.guard;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Puts the rule's labels over the caller's, which must be well-formed: <a
 * href="https://cloud.google.com/resource-manager/docs/labels-overview#requirements">requirements
 * for labels</a>.
 */
final class Labels {
  private static final int MOST = 64;
  private static final Pattern KEY =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
  private static final Pattern VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");

  private Labels() {}

  static void merge(Request request) {
    Map<String, String> wanted = new TreeMap<>(request.terms().labels());
    Optional<Value> labels = request.members().at("labels");
    if (labels.isEmpty()) {
      JsonObject all = new JsonObject();
      wanted.forEach(all::addProperty);
      request.edits().set(request.members(), "labels", all);
      return;
    }
    Members own = labels.get().members();
    check(own, wanted.keySet());
    wanted.forEach(
        (key, value) -> {
          Optional<Value> given = own.key(key);
          if (given.isEmpty()) {
            request.edits().add(own, key, new JsonPrimitive(value));
          } else if (!given.get().string().equals(value)) {
            request.edits().replace(given.get(), new JsonPrimitive(value));
          }
        });
  }

  private static void check(Members own, Set<String> more) {
    Set<String> all = new HashSet<>(more);
    for (String key : own.names()) {
      String value = own.key(key).map(Value::string).orElseThrow();
      if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches()) {
        throw Refusals.invalid(
            own.path() + "." + key,
            "is no label",
            "Use lower case letters, digits, dashes and underscores, at most 63, and let keys begin"
                + " with a letter.");
      }
      all.add(key);
    }
    if (all.size() > MOST) {
      throw Refusals.invalid(
          own.path(), "has more than " + MOST + " labels with the rule's", "Send fewer.");
    }
  }
}
