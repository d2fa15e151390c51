package io.github.vertexbridge.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where each key and each element of a JSON text stands, and what only its text shows: broken
 * syntax, keys given twice.
 */
final class SourceMap {
  private final Map<String, JsonLocation> places = new HashMap<>();
  private final Set<String> doubled = new LinkedHashSet<>();
  private final List<PolicyProblem> problems = new ArrayList<>();

  private SourceMap() {}

  /** Reads the whole text; if it is not JSON, there is one problem. */
  static SourceMap of(String json) {
    SourceMap map = new SourceMap();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      map.read(parser);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
      map.problems.add(
          new PolicyProblem(at.getLineNr(), at.getColumnNr(), "$", "not JSON: " + firstLine(e)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory has no I/O
    }
    return map;
  }

  private void read(JsonParser parser) throws IOException {
    int depth = 0;
    boolean done = false;
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (done) {
        problems.add(at(parser.currentTokenLocation(), "", "the file goes on after its end"));
        return;
      }
      JsonPointer pointer = parser.getParsingContext().pathAsPointer();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      done = depth == 0;
      if (token == JsonToken.FIELD_NAME) {
        key(pointer.toString(), parser.currentTokenLocation());
      } else if (!token.isStructEnd()) {
        places.putIfAbsent(pointer.toString(), parser.currentTokenLocation());
      }
    }
    if (!done) {
      problems.add(new PolicyProblem(1, 1, "$", "the file is empty"));
    }
  }

  private void key(String pointer, JsonLocation at) {
    if (places.putIfAbsent(pointer, at) != null && !isInDoubled(pointer)) {
      doubled.add(pointer);
      problems.add(at(at, pointer, "this key is given twice"));
    }
  }

  private boolean isInDoubled(String pointer) {
    return doubled.stream().anyMatch(d -> pointer.startsWith(d + "/"));
  }

  /** Whether the text has one of these places, which are JSON pointers. */
  boolean has(String... pointers) {
    return Stream.of(pointers).anyMatch(places::containsKey);
  }

  /** What is wrong with the text itself. */
  List<PolicyProblem> problems() {
    return problems;
  }

  /**
   * A problem at a place, which is a JSON pointer (RFC 6901); its nearest known parent is shown.
   */
  PolicyProblem problem(String pointer, String message) {
    String known = pointer;
    while (!places.containsKey(known) && !known.isEmpty()) {
      known = known.substring(0, known.lastIndexOf('/'));
    }
    return at(places.getOrDefault(known, JsonLocation.NA), pointer, message);
  }

  private static PolicyProblem at(JsonLocation at, String pointer, String message) {
    return new PolicyProblem(at.getLineNr(), at.getColumnNr(), path(pointer), message);
  }

  /** {@code /rules/0/name} as {@code $.rules[0].name}. */
  private static String path(String pointer) {
    StringBuilder path = new StringBuilder("$");
    for (JsonPointer p = JsonPointer.compile(pointer); !p.matches(); p = p.tail()) {
      String word = p.getMatchingProperty();
      if (p.mayMatchElement()) {
        path.append('[').append(word).append(']');
      } else if (word.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        path.append('.').append(word);
      } else {
        path.append("['").append(word.replace("'", "\\'")).append("']");
      }
    }
    return path.toString();
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }
}
