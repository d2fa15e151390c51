package io.github.vertexbridge.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertexbridge.config.SettingProblem;
import io.github.vertexbridge.config.Settings;
import io.github.vertexbridge.config.SettingsException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings of an app: those of a running one with what the platform adds, or an exported list.
 *
 * @param values by name
 * @param running whether they are a running app's
 */
public record AppSettings(Map<String, String> values, boolean running) {

  /** Set by the platform in the running app, never part of an exported list. */
  private static final Set<String> PLATFORMS =
      Set.of("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "WEBSITE_AUTH_ENABLED");

  public AppSettings {
    values = Map.copyOf(values);
  }

  /**
   * Reads {@code az functionapp config appsettings list} (an array of name and value), or an object
   * of names and values as Terraform's output {@code app_settings} is.
   *
   * @param file its name, for messages
   * @throws IOException with a sentence for people
   */
  public static AppSettings parse(String text, String file) throws IOException {
    Map<String, String> values = new TreeMap<>();
    try {
      JsonNode tree = new ObjectMapper().readTree(text);
      if (tree.isArray()) {
        tree.forEach(item -> values.put(item.path("name").asText(), item.path("value").asText()));
      } else if (tree.isObject()) {
        JsonNode object = tree.path("Values").isObject() ? tree.path("Values") : tree;
        object.fields().forEachRemaining(e -> values.put(e.getKey(), e.getValue().asText()));
      }
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not JSON: " + howTo(file), e);
    }
    values.remove("");
    if (values.isEmpty()) {
      throw new IOException(file + " holds no app settings: " + howTo(file));
    }
    return new AppSettings(values, false);
  }

  private static String howTo(String file) {
    return "make it with az functionapp config appsettings list -g GROUP -n APP > " + file;
  }

  /** A value that is not blank. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  boolean has(String name) {
    return get(name).isPresent();
  }

  /** Whether it is set to true, in any case. */
  boolean isTrue(String name) {
    return Boolean.parseBoolean(get(name).orElse("false"));
  }

  /** What is wrong with them; for an exported list without what only the platform knows. */
  List<SettingProblem> problems() {
    try {
      Settings unused = Settings.from(values);
      return List.of();
    } catch (SettingsException e) {
      return e.problems().stream()
          .filter(problem -> running || !PLATFORMS.contains(problem.name()))
          .toList();
    }
  }
}
