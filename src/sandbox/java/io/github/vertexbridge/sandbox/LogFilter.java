package io.github.vertexbridge.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A part of Cloud Logging's query language: {@code FIELD="…"}, {@code FIELD:"…"} (has this part),
 * {@code FIELD=~"…"}, orders of {@code timestamp}, {@code "…"} anywhere, AND, OR, parentheses. What
 * stands side by side is joined by AND, and OR binds tighter than AND, as Google has it. Texts are
 * compared without case, but for regular expressions; a list matches if one of it does. Everything
 * else is refused.
 *
 * <p>Source: "Logging query language".
 */
public final class LogFilter {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(\"(?:[^\"\\\\]|\\\\.)*\")|([A-Za-z@_][A-Za-z0-9@_.]*)|(=~|<=|>=|[=:<>()]))\\s*");

  private final Predicate<JsonObject> test;

  private LogFilter(Predicate<JsonObject> test) {
    this.test = test;
  }

  /**
   * Reads a filter; one of white space finds everything.
   *
   * @throws IllegalArgumentException for what is not in this part of the language
   */
  public static LogFilter parse(String text) {
    if (text.isBlank()) {
      return new LogFilter(entry -> true);
    }
    Reader reader = new Reader(tokens(text));
    Predicate<JsonObject> test = reader.all();
    reader.end();
    return new LogFilter(test);
  }

  /** Whether it finds an entry. */
  public boolean finds(JsonObject entry) {
    return test.test(entry);
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw refused("cannot read: " + text.substring(at).strip());
      }
      tokens.add(matcher.group().strip());
      at = matcher.end();
    }
    return tokens;
  }

  private static IllegalArgumentException refused(String what) {
    return new IllegalArgumentException("this part of the query language is all there is: " + what);
  }

  /** By recursive descent. */
  private static final class Reader {
    private final List<String> tokens;
    private int next;

    Reader(List<String> tokens) {
      this.tokens = tokens;
    }

    private String peek() {
      return next < tokens.size() ? tokens.get(next) : "";
    }

    private String take() {
      if (next == tokens.size()) {
        throw refused("it ends too early");
      }
      return tokens.get(next++);
    }

    void end() {
      if (next < tokens.size()) {
        throw refused("unexpected " + peek());
      }
    }

    Predicate<JsonObject> all() {
      Predicate<JsonObject> all = any();
      while (!peek().isEmpty() && !peek().equals(")")) {
        if (peek().equals("AND")) {
          take();
        }
        all = all.and(any());
      }
      return all;
    }

    private Predicate<JsonObject> any() {
      Predicate<JsonObject> any = one();
      while (peek().equals("OR")) {
        take();
        any = any.or(one());
      }
      return any;
    }

    private Predicate<JsonObject> one() {
      String token = take();
      if (token.equals("(")) {
        Predicate<JsonObject> inner = all();
        if (!take().equals(")")) {
          throw refused("a parenthesis is not closed");
        }
        return inner;
      }
      if (token.startsWith("\"")) {
        String part = lower(text(token));
        return entry -> anywhere(entry, part);
      }
      if (!token.matches("[A-Za-z@_].*") || token.matches("AND|OR|NOT|SEARCH")) {
        throw refused("unexpected " + token);
      }
      return comparison(token, take(), take());
    }

    private static Predicate<JsonObject> comparison(String field, String operator, String value) {
      if (!value.startsWith("\"")) {
        throw refused("values are in quotes: " + value);
      }
      Predicate<String> test = test(field, operator, text(value));
      List<String> path = List.of(field.split("\\.", -1));
      return entry -> values(entry, path).stream().anyMatch(test);
    }

    private static Predicate<String> test(String field, String operator, String value) {
      return switch (operator) {
        case "=" -> found -> found.equalsIgnoreCase(value);
        case ":" -> found -> lower(found).contains(lower(value));
        case "=~" -> pattern(value).asPredicate();
        case "<", "<=", ">", ">=" -> order(field, operator, value);
        default -> throw refused("no operator: " + operator);
      };
    }

    private static Predicate<String> order(String field, String operator, String value) {
      if (!field.equals("timestamp")) {
        throw refused("only timestamp has an order");
      }
      Instant time = time(value);
      boolean same = operator.endsWith("=");
      int wanted = operator.startsWith("<") ? -1 : 1;
      return found -> {
        int order = Integer.signum(Instant.parse(found).compareTo(time));
        return order == wanted || (same && order == 0);
      };
    }
  }

  private static Pattern pattern(String value) {
    try {
      return Pattern.compile(value);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("no regular expression: " + value, e);
    }
  }

  private static Instant time(String value) {
    try {
      return Instant.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("no time: " + value, e);
    }
  }

  private static String text(String quoted) {
    return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** The values of a field; of a list's elements all. */
  private static List<String> values(JsonElement from, List<String> path) {
    if (from instanceof JsonArray array) {
      List<String> values = new ArrayList<>();
      array.forEach(item -> values.addAll(values(item, path)));
      return values;
    }
    if (path.isEmpty()) {
      return from.isJsonPrimitive() ? List.of(from.getAsString()) : List.of();
    }
    return from instanceof JsonObject object && object.has(path.get(0))
        ? values(object.get(path.get(0)), path.subList(1, path.size()))
        : List.of();
  }

  private static boolean anywhere(JsonElement in, String part) {
    if (in instanceof JsonObject object) {
      return object.entrySet().stream().anyMatch(member -> anywhere(member.getValue(), part));
    }
    if (in instanceof JsonArray array) {
      for (JsonElement item : array) {
        if (anywhere(item, part)) {
          return true;
        }
      }
      return false;
    }
    return in.isJsonPrimitive() && lower(in.getAsString()).contains(part);
  }
}
