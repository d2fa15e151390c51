package io.github.vertexbridge.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Splits a command as a POSIX shell would, and its words into verbs, flags and values. */
final class Shell {
  private Shell() {}

  /**
   * @param verbs words before the first flag
   * @param flags values by name; a flag without one has ""
   */
  record Command(List<String> verbs, Map<String, List<String>> flags) {
    String verb() {
      return String.join(" ", verbs);
    }

    boolean has(String flag) {
      return flags.containsKey(flag);
    }

    String flag(String name) {
      List<String> values = flags.get(name);
      if (values == null || values.size() != 1 || values.get(0).isEmpty()) {
        throw new AssertionError("no one value for " + name + " in " + this);
      }
      return values.get(0);
    }
  }

  static Command parse(String line) {
    List<String> verbs = new ArrayList<>();
    Map<String, List<String>> flags = new LinkedHashMap<>();
    String flag = "";
    for (String word : words(line)) {
      if (word.startsWith("-")) {
        int equals = word.indexOf('=');
        flag = equals < 0 ? word : word.substring(0, equals);
        List<String> values = flags.computeIfAbsent(flag, name -> new ArrayList<>());
        if (equals >= 0) {
          values.add(word.substring(equals + 1));
          flag = "";
        }
      } else if (flag.isEmpty()) {
        verbs.add(word);
      } else {
        flags.computeIfAbsent(flag, name -> new ArrayList<>()).add(word);
      }
    }
    return new Command(verbs, flags);
  }

  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == ' ') {
        if (inside) {
          words.add(word.toString());
          word.setLength(0);
          inside = false;
        }
        continue;
      }
      inside = true;
      if (c == '"' || c == '\'') {
        int end = line.indexOf(c, i + 1);
        if (end < 0) {
          throw new AssertionError("open quote in " + line);
        }
        word.append(line, i + 1, end);
        i = end;
      } else if (c == '\\') {
        word.append(line.charAt(++i));
      } else if ("$`;|&<>(){}*?!".indexOf(c) >= 0) {
        throw new AssertionError("a shell would read " + c + " in " + line);
      } else {
        word.append(c);
      }
    }
    if (inside) {
      words.add(word.toString());
    }
    return words;
  }
}
