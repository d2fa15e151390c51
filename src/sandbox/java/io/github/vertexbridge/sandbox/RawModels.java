package io.github.vertexbridge.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.VertexGate.Deployment;
import io.github.vertexbridge.sandbox.VertexWorld.Model;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import java.util.Map;

/**
 * What answers {@code rawPredict}: an endpoint gives the bytes back, Anthropic's models answer
 * messages, their pseudo-model counts the tokens for the real model named in the body.
 */
final class RawModels {
  private final World world;

  RawModels(World world) {
    this.world = world;
  }

  /** Anthropic's events, or one event for each line of an endpoint's body. */
  Reply streamRawPredict(Request request, Deployment deployment) {
    if (deployment.kind() == ModelKind.ANTHROPIC) {
      return AnthropicMessages.events(request, deployment.resource().shortName());
    }
    if (deployment.kind() != ModelKind.IRIS) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION,
          "EMULATOR: " + deployment.resource().name() + " does not serve streamRawPredict");
    }
    return Streams.events(request.body().toStringUtf8().lines().toList());
  }

  Reply rawPredict(Request request, Deployment deployment) {
    if (deployment.kind() == ModelKind.ANTHROPIC_COUNT) {
      return count(request, deployment.resource());
    }
    if (deployment.kind() == ModelKind.ANTHROPIC) {
      return AnthropicMessages.message(request, deployment.resource().shortName());
    }
    if (deployment.kind() == ModelKind.IRIS) {
      return new Reply(
          200,
          Map.of("Content-Type", request.header("Content-Type").orElse("application/octet-stream")),
          request.body());
    }
    if (deployment.kind() == ModelKind.OPEN_MAAS) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION, "OpenMaaS model is not allowed to be called from this method.");
    }
    throw GoogleRefusal.of(
        Code.FAILED_PRECONDITION,
        "EMULATOR: " + deployment.resource().name() + " does not serve rawPredict");
  }

  private Reply count(Request request, VertexResource resource) {
    JsonObject body =
        request.json().orElseThrow(() -> RawModels.invalid("the body is no JSON object"));
    JsonElement model = body.get("model");
    JsonElement messages = body.get("messages");
    if (model == null || !model.isJsonPrimitive()) {
      throw invalid("model is missing");
    }
    if (messages == null || !messages.isJsonArray() || messages.getAsJsonArray().isEmpty()) {
      throw invalid("messages is missing");
    }
    String name = "publishers/anthropic/models/" + model.getAsString();
    Model known = world.state().models().get(name);
    if (known == null
        || known.kind() != ModelKind.ANTHROPIC
        || !known.locations().contains(resource.location())) {
      throw VertexGate.modelNotFound(resource.name().replace(resource.model(), "") + name);
    }
    int tokens = tokens(messages) + (body.has("system") ? tokens(body.get("system")) : 0);
    return Reply.json(200, Map.of("input_tokens", tokens));
  }

  /** Text of strings, of blocks of type text, and of everything that holds them. */
  static int tokens(JsonElement element) {
    if (element.isJsonPrimitive()) {
      return Tokeniser.count(element.getAsString());
    }
    int sum = 0;
    if (element.isJsonArray()) {
      for (JsonElement item : element.getAsJsonArray()) {
        sum += tokens(item);
      }
    } else if (element.isJsonObject()) {
      JsonObject object = element.getAsJsonObject();
      sum += object.has("content") ? tokens(object.get("content")) : 0;
      sum += object.has("text") ? tokens(object.get("text")) : 0;
    }
    return sum;
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
