package io.github.vertexbridge.guard;

import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.call.ResourceName;

/** Puts what an alias stands for where a body names the alias, as each request writes models. */
final class BodyModel {
  private BodyModel() {}

  /** {@code google/gemini-2.5-flash}; nothing for a deployed endpoint, which is one model. */
  static void chat(Request request) {
    write(
        request, "model", resource(request).endpointId().isPresent() ? "" : withPublisher(request));
  }

  /** A model's short id. */
  static void id(Request request) {
    write(request, "model", resource(request).model().orElseThrow());
  }

  /** The full name: {@code CachedContent.model} takes no other, {@code BatchPredictionJob} any. */
  static void fullName(Request request) {
    String resource = request.target().resource().value();
    String parent = request.target().fullName();
    write(
        request,
        "model",
        parent.substring(0, parent.length() - resource.length()) + resource(request));
  }

  /** {@code TuningJob}: Google's models by id, others by publisher too, tuned ones by name. */
  static void tuning(Request request) {
    if (request.members().at("preTunedModel/tunedModelName").isPresent()) {
      write(request, "preTunedModel/tunedModelName", resource(request).value());
    } else {
      write(request, "baseModel", withPublisher(request).replaceFirst("^google/", ""));
    }
  }

  private static String withPublisher(Request request) {
    ResourceName model = resource(request);
    return model.publisher().orElseThrow() + "/" + model.model().orElseThrow();
  }

  private static ResourceName resource(Request request) {
    return request.model().orElseThrow();
  }

  private static void write(Request request, String names, String value) {
    request.edits().set(request.members(), names, new JsonPrimitive(value));
  }
}
