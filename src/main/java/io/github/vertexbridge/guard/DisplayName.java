package io.github.vertexbridge.guard;

import com.google.gson.JsonPrimitive;

/** Names a job that its caller gave no name, so that it can be found by the call's id. */
final class DisplayName {
  private DisplayName() {}

  static void job(Request request) {
    set(request, "displayName");
  }

  static void tunedModel(Request request) {
    set(request, "tunedModelDisplayName");
  }

  private static void set(Request request, String name) {
    boolean isNamed =
        request.members().at(name).filter(value -> !value.string().isEmpty()).isPresent();
    if (!isNamed) {
      request.edits().set(request.members(), name, new JsonPrimitive("vb-" + request.id()));
    }
  }
}
