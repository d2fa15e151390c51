package io.github.vertexbridge.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fix with the user's own names in it.
 *
 * @param steps commands for a POSIX shell, and sentences, in order
 * @param unfilled names that nobody could tell; they stand in the steps in upper case
 */
public record Fix(List<String> steps, List<String> unfilled) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)\\}");
  private static final Pattern COMMAND = Pattern.compile("(az|gcloud|terraform|\\./bridge) .*");
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_./:@=,+-]+");

  public Fix {
    steps = List.copyOf(steps);
    unfilled = List.copyOf(unfilled);
  }

  /** Whether a step is a command. */
  public static boolean isCommand(String step) {
    return COMMAND.matcher(step).matches();
  }

  static Fix of(List<String> templates, Map<String, String> values) {
    List<String> steps = new ArrayList<>();
    TreeSet<String> unfilled = new TreeSet<>();
    for (String template : templates) {
      steps.add(fill(template, values, unfilled));
    }
    return new Fix(steps, List.copyOf(unfilled));
  }

  /** A sentence with its placeholders filled. */
  static String sentence(String template, Map<String, String> values) {
    return fill(template, values, new TreeSet<>());
  }

  private static String fill(
      String template, Map<String, String> values, TreeSet<String> unfilled) {
    boolean command = isCommand(template);
    Matcher found = PLACEHOLDER.matcher(template);
    StringBuilder filled = new StringBuilder();
    while (found.find()) {
      String name = found.group(1);
      String value = values.getOrDefault(name, "");
      boolean known = values.containsKey(name);
      if (!known) {
        unfilled.add(name);
        value = name.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
      }
      boolean flag = value.isEmpty() || value.startsWith(" ");
      found.appendReplacement(
          filled, Matcher.quoteReplacement(command && known && !flag ? quoted(value) : value));
    }
    return found.appendTail(filled).toString();
  }

  /** One word of a POSIX shell, whatever it holds. */
  static String quoted(String value) {
    if (BARE.matcher(value).matches()) {
      return value;
    }
    boolean plain =
        value.chars().noneMatch(c -> c == '"' || c == '$' || c == '`' || c == '\\' || c == '!');
    return plain ? '"' + value + '"' : "'" + value.replace("'", "'\\''") + "'";
  }
}
