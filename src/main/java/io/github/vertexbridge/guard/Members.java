package io.github.vertexbridge.guard;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.vertexbridge.target.Spelling;
import io.github.vertexbridge.target.StrictJson;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An object in a body: its members and where more of them can be put. What is in them is not read.
 */
final class Members {
  /** More than any message of Vertex AI has at a place that a guard looks at. */
  private static final int MOST = 2000;

  private final String path;
  private final Map<String, List<Value>> members;
  private final int afterLast;

  private Members(String path, Map<String, List<Value>> members, int afterLast) {
    this.path = path;
    this.members = members;
    this.afterLast = afterLast;
  }

  /** The object that a body is. */
  static Members root(byte[] body) {
    return StrictJson.read(
            body,
            tokens -> {
              tokens.nextToken();
              return new Value(body, "", tokens.currentToken(), offset(tokens), body.length);
            })
        .members();
  }

  static Members read(Value object) {
    return StrictJson.read(
        object.body(),
        object.start(),
        object.end(),
        tokens -> {
          Map<String, List<Value>> members = new LinkedHashMap<>();
          int count = 0;
          tokens.nextToken();
          int afterLast = object.start() + 1;
          while (tokens.nextToken() == JsonToken.FIELD_NAME) {
            requireFew(count++, object.path());
            String name = tokens.currentName();
            tokens.nextToken();
            String path = object.path().isEmpty() ? name : object.path() + "." + name;
            Value value = value(object.body(), object.start(), path, tokens);
            members.merge(
                name,
                List.of(value),
                (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
            afterLast = value.end();
          }
          return new Members(object.path(), members, afterLast);
        });
  }

  /** The value whose first token was just read; the tokens are read to its end. */
  static Value value(byte[] body, int from, String path, JsonParser tokens) throws IOException {
    JsonToken kind = tokens.currentToken();
    int start = from + offset(tokens);
    tokens.skipChildren();
    tokens.finishToken();
    int end = from + Math.toIntExact(tokens.currentLocation().getByteOffset());
    return new Value(body, path, kind, start, end);
  }

  private static int offset(JsonParser tokens) {
    return Math.toIntExact(tokens.currentTokenLocation().getByteOffset());
  }

  static void requireFew(int before, String path) {
    if (before >= MOST) {
      throw Refusals.invalid(path, "has more than " + MOST + " members", "Send fewer.");
    }
  }

  /** The names as they are written. */
  Set<String> names() {
    return members.keySet();
  }

  /** A member by its name in either spelling; one that is null is there too. */
  Optional<Value> get(String name) {
    return only(
        Spelling.both(name).stream()
            .flatMap(spelling -> found(spelling).stream())
            .sorted(Comparator.comparingInt(Value::start))
            .toList());
  }

  /** A member of a map, whose keys have one spelling. */
  Optional<Value> key(String name) {
    return only(found(name));
  }

  private List<Value> found(String name) {
    return members.getOrDefault(name, List.of());
  }

  private static Optional<Value> only(List<Value> values) {
    if (values.size() > 1) {
      throw Refusals.invalid(
          values.get(1).path(), "is there a second time", "Give it once, in one spelling.");
    }
    return values.stream().findFirst();
  }

  /**
   * A value further down; empty if it, or what leads to it, is null or not there.
   *
   * @param names with slashes between them
   */
  Optional<Value> at(String names) {
    int slash = names.indexOf('/');
    Optional<Value> first =
        get(slash < 0 ? names : names.substring(0, slash)).filter(value -> !value.isNull());
    return slash < 0
        ? first
        : first.map(Value::members).flatMap(inner -> inner.at(names.substring(slash + 1)));
  }

  String path() {
    return path;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** Where another member can be put: behind the last one, or the opening brace. */
  int afterLast() {
    return afterLast;
  }
}
