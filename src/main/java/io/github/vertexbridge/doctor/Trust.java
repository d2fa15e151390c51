package io.github.vertexbridge.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a careful provider would hold: the condition and the mapping that fixes propose. */
final class Trust {
  private static final Pattern KEY =
      Pattern.compile("google\\.(subject|groups)|attribute\\.[a-z0-9_]{1,100}");
  private static final Pattern CAREFUL =
      Pattern.compile("assertion\\.tid *== *'[^']*' *&& *assertion\\.sub in \\[([^\\]]*)\\]");
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

  private Trust() {}

  /** One tenant and the object ids of the identities that may come. */
  static String condition(String tenant, List<String> objects) {
    return "assertion.tid=='%s' && assertion.sub in [%s]"
        .formatted(
            tenant, objects.stream().map(id -> "'" + id + "'").collect(Collectors.joining(",")));
  }

  /** The condition with this identity let in; others that the present one names stay. */
  static String condition(String present, String tenant, String object) {
    Set<String> objects = new LinkedHashSet<>();
    Matcher careful = CAREFUL.matcher(present);
    if (careful.matches()) {
      Matcher quoted = QUOTED.matcher(careful.group(1));
      while (quoted.find()) {
        if (!quoted.group(1).equalsIgnoreCase(object)) {
          objects.add(quoted.group(1));
        }
      }
    }
    objects.add(object);
    return condition(tenant, new ArrayList<>(objects));
  }

  static boolean isKey(String target) {
    return KEY.matcher(target).matches();
  }

  /**
   * The mapping as gcloud takes it, with what these claims have no value for replaced or left out.
   */
  static String mapping(Deployment.Provider provider, Map<String, Object> claims) {
    Attributes attributes = new Attributes(claims);
    Map<String, String> kept = new LinkedHashMap<>();
    kept.put("google.subject", "assertion.sub");
    provider
        .attributeMapping()
        .forEach(
            (target, expression) -> {
              boolean subject = target.equals("google.subject");
              if (isKey(target) && !subject && works(attributes, target, expression)) {
                kept.put(target, expression);
              }
            });
    return kept.entrySet().stream()
        .map(row -> row.getKey() + "=" + row.getValue())
        .collect(Collectors.joining(","));
  }

  private static boolean works(Attributes attributes, String target, String expression) {
    try {
      attributes.map(Map.of("google.subject", "'x'", target, expression));
      return true;
    } catch (Attributes.NoValue e) {
      return false;
    }
  }
}
