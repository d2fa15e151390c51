package io.github.vertexbridge.guard;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.call.Terms.SafetySetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sees that no threshold is weaker than the rule's. Names and numbers are those of {@code
 * HarmCategory} and {@code HarmBlockThreshold} in {@code google/cloud/aiplatform/v1/content.proto}.
 */
final class SafetyFloor {
  private static final List<String> CATEGORIES =
      List.of(
          "HARM_CATEGORY_UNSPECIFIED",
          "HARM_CATEGORY_HATE_SPEECH",
          "HARM_CATEGORY_DANGEROUS_CONTENT",
          "HARM_CATEGORY_HARASSMENT",
          "HARM_CATEGORY_SEXUALLY_EXPLICIT",
          "HARM_CATEGORY_CIVIC_INTEGRITY",
          "HARM_CATEGORY_JAILBREAK");

  /** The strictest first, which their numbers are too; all others are weaker. */
  private static final List<String> THRESHOLDS =
      List.of("BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH");

  private SafetyFloor() {}

  static void gemini(Request request) {
    if (request.members().at("modelArmorConfig").isPresent()) {
      throw Refusals.notAllowed(
          "modelArmorConfig",
          "can't be combined with the safety settings that the rule demands",
          "Leave it out: Vertex AI takes one or the other.");
    }
    hold(request, "safetySettings");
  }

  static void chat(Request request) {
    if (request.members().at("google/safety_settings").isPresent()) {
      throw Refusals.notAllowed(
          "google.safety_settings",
          "is not where Vertex AI documents it",
          "Send it in extra_body.google.safety_settings.");
    }
    hold(request, "extra_body/google/safety_settings");
  }

  private static void hold(Request request, String names) {
    Map<String, String> missing = new LinkedHashMap<>();
    for (SafetySetting floor : request.terms().safetySettings()) {
      missing.put(floor.category(), floor.threshold());
    }
    Map<String, String> floors = Map.copyOf(missing);
    Optional<Value> settings = request.members().at(names);
    List<Value> elements = settings.map(Value::elements).orElse(List.of());
    for (Value element : elements) {
      Members setting = element.members();
      String category = setting.at("category").map(SafetyFloor::category).orElse("");
      missing.remove(category);
      String floor = floors.get(category);
      if (floor != null && weaker(setting.at("threshold"), floor)) {
        request.edits().set(setting, "threshold", new JsonPrimitive(floor));
      }
    }
    if (settings.isPresent()) {
      missing.forEach((c, t) -> request.edits().append(settings.get(), elements, setting(c, t)));
    } else {
      JsonArray all = new JsonArray();
      missing.forEach((category, threshold) -> all.add(setting(category, threshold)));
      request.edits().set(request.members(), names, all);
    }
  }

  private static String category(Value value) {
    String text = value.scalar();
    if (!value.kind().isNumeric()) {
      return text;
    }
    for (int number = 0; number < CATEGORIES.size(); number++) {
      if (text.equals(Integer.toString(number))) {
        return CATEGORIES.get(number);
      }
    }
    throw Refusals.invalid(value.path(), "is a number that is not known", "Send its name.");
  }

  private static boolean weaker(Optional<Value> threshold, String floor) {
    String text = threshold.map(Value::scalar).orElse("");
    for (int i = 0; i <= THRESHOLDS.indexOf(floor); i++) {
      if (text.equals(THRESHOLDS.get(i)) || text.equals(Integer.toString(i + 1))) {
        return false;
      }
    }
    return true;
  }

  private static JsonElement setting(String category, String threshold) {
    JsonObject setting = new JsonObject();
    setting.addProperty("category", category);
    setting.addProperty("threshold", threshold);
    return setting;
  }
}
