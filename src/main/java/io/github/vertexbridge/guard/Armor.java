package io.github.vertexbridge.guard;

import com.google.gson.JsonObject;

/** Puts the rule's Model Armor templates where the caller's may have been. */
final class Armor {
  private Armor() {}

  /** {@code ModelArmorConfig} in {@code content.proto}: not together with safety settings. */
  static void gemini(Request request) {
    if (request.members().at("safetySettings").isPresent()) {
      throw Refusals.notAllowed(
          "safetySettings",
          "can't be combined with the Model Armor template that the rule demands",
          "Leave it out: Vertex AI takes one or the other.");
    }
    JsonObject config = new JsonObject();
    request
        .terms()
        .modelArmor()
        .ifPresent(
            armor -> {
              armor.prompt().ifPresent(name -> config.addProperty("promptTemplateName", name));
              armor.response().ifPresent(name -> config.addProperty("responseTemplateName", name));
            });
    request.edits().set(request.members(), "modelArmorConfig", config);
  }
}
