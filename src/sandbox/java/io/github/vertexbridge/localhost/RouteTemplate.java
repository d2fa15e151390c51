package io.github.vertexbridge.localhost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A route: literals, {@code {name}}, {@code {name?}} and a last {@code {*name}}, matched as ASP.NET
 * Core does: without regard to case, no empty segment before a catch-all, one slash at the end
 * ignored.
 */
final class RouteTemplate {
  private static final Pattern PARAMETER =
      Pattern.compile("\\{(?<all>\\*?)(?<name>\\w+)(?<optional>\\??)}");

  private final List<Segment> segments = new ArrayList<>();

  private enum Kind {
    LITERAL,
    PARAMETER,
    OPTIONAL,
    CATCH_ALL
  }

  private record Segment(Kind kind, String text) {}

  /**
   * Parses a template without leading slash.
   *
   * @throws UnsupportedAppException for constraints, defaults and mixed segments
   */
  RouteTemplate(String template) {
    for (String part : template.split("/", -1)) {
      segments.add(segment(part, template));
    }
    for (Segment segment : segments.subList(0, segments.size() - 1)) {
      if (segment.kind == Kind.CATCH_ALL || segment.kind == Kind.OPTIONAL) {
        throw new UnsupportedAppException("not at the end of route " + template);
      }
    }
  }

  private static Segment segment(String part, String template) {
    Matcher parameter = PARAMETER.matcher(part);
    if (parameter.matches()) {
      Kind kind =
          !parameter.group("all").isEmpty()
              ? Kind.CATCH_ALL
              : !parameter.group("optional").isEmpty() ? Kind.OPTIONAL : Kind.PARAMETER;
      return new Segment(kind, parameter.group("name"));
    }
    if (part.contains("{") || part.contains("}")) {
      throw new UnsupportedAppException("route not supported: " + template);
    }
    return new Segment(Kind.LITERAL, part);
  }

  /**
   * Matches a decoded path that begins with a slash.
   *
   * @return the values of the parameters that are there
   */
  Optional<Map<String, String>> match(String path) {
    List<String> parts = split(path);
    Map<String, String> values = new LinkedHashMap<>();
    int at = 0;
    for (Segment segment : segments) {
      if (segment.kind == Kind.CATCH_ALL) {
        if (at < parts.size()) {
          values.put(segment.text, rest(path, at));
        }
        return Optional.of(values);
      }
      if (at == parts.size()) {
        return segment.kind == Kind.OPTIONAL ? Optional.of(values) : Optional.empty();
      }
      String part = parts.get(at++);
      if (part.isEmpty()
          || (segment.kind == Kind.LITERAL && !segment.text.equalsIgnoreCase(part))) {
        return Optional.empty();
      }
      if (segment.kind != Kind.LITERAL) {
        values.put(segment.text, part);
      }
    }
    return at == parts.size() ? Optional.of(values) : Optional.empty();
  }

  private static List<String> split(String path) {
    List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    if (parts.get(parts.size() - 1).isEmpty()) {
      parts.remove(parts.size() - 1);
    }
    return parts;
  }

  /** From the given segment to the end of the path, its last slash included. */
  private static String rest(String path, int segment) {
    int from = 1;
    for (int i = 0; i < segment; i++) {
      from = path.indexOf('/', from) + 1;
    }
    return path.substring(from);
  }
}
