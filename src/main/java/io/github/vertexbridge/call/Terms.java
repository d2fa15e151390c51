package io.github.vertexbridge.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a rule demands of the calls that it allows.
 *
 * @param maxOutputTokens the most that one answer may have
 * @param safetySettings the floor: no call is made with a weaker threshold
 * @param modelArmor templates that screen prompt and answer
 * @param labels set on every call that can carry labels, over the caller's own
 * @param forbiddenFields members of requests that may not be there, in camelCase
 * @param forbiddenTools kinds of tools that may not be there, in camelCase
 * @param data beginnings of gs:// and bq:// locations that calls may name; empty: any
 * @param jobServiceAccount that a job's code runs as
 * @param capacity the class that calls are made in, whatever the caller asked for
 * @param deadline the longest that a call may take
 * @param async whether callers may ask for a job instead of an answer
 */
public record Terms(
    OptionalInt maxOutputTokens,
    List<SafetySetting> safetySettings,
    Optional<ModelArmor> modelArmor,
    Map<String, String> labels,
    Set<String> forbiddenFields,
    Set<String> forbiddenTools,
    List<String> data,
    Optional<ServiceAccount> jobServiceAccount,
    Optional<CapacityClass> capacity,
    Optional<Duration> deadline,
    boolean async) {

  /** No demands. */
  public static final Terms NONE =
      new Terms(
          OptionalInt.empty(),
          List.of(),
          Optional.empty(),
          Map.of(),
          Set.of(),
          Set.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  public Terms {
    safetySettings = List.copyOf(safetySettings);
    labels = Map.copyOf(labels);
    forbiddenFields = Set.copyOf(forbiddenFields);
    forbiddenTools = Set.copyOf(forbiddenTools);
    data = List.copyOf(data);
  }

  /**
   * A threshold for one kind of harm, by Vertex's names.
   *
   * @param category for example {@code HARM_CATEGORY_HARASSMENT}
   * @param threshold for example {@code BLOCK_MEDIUM_AND_ABOVE}
   */
  public record SafetySetting(String category, String threshold) {}

  /**
   * Templates of Model Armor, by their full names.
   *
   * @param prompt {@code promptTemplateName}
   * @param response {@code responseTemplateName}
   */
  public record ModelArmor(Optional<String> prompt, Optional<String> response) {}
}
