package io.github.vertexbridge.sandbox;

import com.google.common.base.CaseFormat;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.rpc.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code filter} of lists, as the comments of the ListRequest messages describe it: {@code
 * display_name}, {@code state}, {@code create_time}, {@code labels.KEY}, compared with {@code =},
 * {@code !=}, {@code :} (has, with {@code *}), and for times the four orders; joined by AND, OR and
 * NOT, of which AND binds tighter.
 */
final class ListFilter {
  private static final Pattern TERM =
      Pattern.compile(
          "\\s*(NOT\\s+)?([A-Za-z_]+|labels\\.[a-z0-9_-]+)\\s*(!=|<=|>=|=|<|>|:)\\s*"
              + "(\"[^\"]*\"|[^\\s\"()]+)\\s*");
  private static final List<String> FIELDS = List.of("displayName", "state", "createTime");

  private final Predicate<JsonObject> test;

  private ListFilter(Predicate<JsonObject> test) {
    this.test = test;
  }

  /**
   * @throws GoogleRefusal INVALID_ARGUMENT
   */
  static ListFilter parse(String filter) {
    if (filter.isBlank()) {
      return new ListFilter(json -> true);
    }
    List<Predicate<JsonObject>> any = new ArrayList<>();
    for (String alternative : filter.split("\\bOR\\b", -1)) {
      List<Predicate<JsonObject>> all = new ArrayList<>();
      for (String term : alternative.split("\\bAND\\b", -1)) {
        all.add(term(term));
      }
      any.add(json -> all.stream().allMatch(p -> p.test(json)));
    }
    return new ListFilter(json -> any.stream().anyMatch(p -> p.test(json)));
  }

  boolean test(JsonObject json) {
    return test.test(json);
  }

  private static Predicate<JsonObject> term(String text) {
    Matcher matcher = TERM.matcher(text);
    if (!matcher.matches()) {
      throw invalid("not a filter: " + text.strip());
    }
    String written = matcher.group(2);
    boolean label = written.startsWith("labels.");
    String field =
        label
            ? written.substring("labels.".length())
            : written.contains("_")
                ? CaseFormat.LOWER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, written)
                : written;
    if (!label && !FIELDS.contains(field)) {
      throw invalid("lists are not filtered by " + written);
    }
    String operator = matcher.group(3);
    if (operator.matches("[<>]=?") && !field.equals("createTime")) {
      throw invalid(written + " is not compared with " + operator);
    }
    String value = matcher.group(4).replace("\"", "");
    Predicate<JsonObject> predicate =
        json -> {
          JsonElement from = label ? json.get("labels") : json;
          JsonElement found = from instanceof JsonObject object ? object.get(field) : null;
          return found instanceof JsonPrimitive actual
              ? matches(actual.getAsString(), operator, value)
              : operator.equals("!=");
        };
    return matcher.group(1) == null ? predicate : predicate.negate();
  }

  private static boolean matches(String actual, String operator, String value) {
    return switch (operator) {
      case "=" -> actual.equals(value);
      case "!=" -> !actual.equals(value);
      case ":" -> actual.matches(("\\Q" + value + "\\E").replace("*", "\\E.*\\Q"));
      case "<" -> java.time.Instant.parse(actual).isBefore(java.time.Instant.parse(value));
      case "<=" -> !java.time.Instant.parse(actual).isAfter(java.time.Instant.parse(value));
      case ">" -> java.time.Instant.parse(actual).isAfter(java.time.Instant.parse(value));
      default -> !java.time.Instant.parse(actual).isBefore(java.time.Instant.parse(value));
    };
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
