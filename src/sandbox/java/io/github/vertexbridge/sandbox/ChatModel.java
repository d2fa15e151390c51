package io.github.vertexbridge.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.VertexWorld.Model;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The OpenAI-compatible endpoint: says back what it was told. Parameters that it does not know are
 * ignored, as Google's page says.
 */
final class ChatModel {
  private static final Set<ModelKind> KINDS = Set.of(ModelKind.TEXT, ModelKind.OPEN_MAAS);

  private final World world;
  private final InstantSource clock;

  ChatModel(World world, InstantSource clock) {
    this.world = world;
    this.clock = clock;
  }

  /** On {@code endpoints/openapi}, whose body names the model as PUBLISHER/MODEL. */
  Reply openapi(Request request, VertexPath path) {
    JsonObject body = body(request);
    String model = text(body, "model");
    String[] parts = model.split("/", -1);
    if (parts.length != 2) {
      throw invalid("model is PUBLISHER/MODEL");
    }
    String name = "publishers/" + parts[0] + "/models/" + parts[1];
    Model known = world.state().models().get(name);
    if (known == null) {
      throw VertexGate.modelNotFound(path.parent() + "/" + name);
    }
    if (known.kind() == ModelKind.OPEN_MAAS
        && !known.locations().contains(path.location())
        && known.locations().contains("global")) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION,
          "Publisher model '%s' in region '%s' is only available via global endpoint."
              .formatted(name, path.location()));
    }
    if (!KINDS.contains(known.kind()) || !known.locations().contains(path.location())) {
      throw VertexGate.modelNotFound(path.parent() + "/" + name);
    }
    return answer(body, model);
  }

  /** On a deployed endpoint, which is one model. */
  Reply deployed(Request request, VertexGate.Deployment deployment) {
    if (deployment.kind() != ModelKind.TEXT) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION,
          "EMULATOR: " + deployment.resource().name() + " does not serve chat completions");
    }
    return answer(body(request), deployment.resource().endpoint());
  }

  private Reply answer(JsonObject body, String model) {
    if (!(body.get("messages") instanceof JsonArray messages) || messages.isEmpty()) {
      throw invalid("messages is missing");
    }
    String said = "";
    int prompt = 0;
    for (JsonElement message : messages) {
      String content = content(message.getAsJsonObject().get("content"));
      prompt += Tokeniser.count(content);
      said = text(message.getAsJsonObject(), "role").equals("user") ? content : said;
    }
    String text = "You sent " + prompt + " tokens: " + said;
    boolean stream = body.has("stream") && body.get("stream").getAsBoolean();
    return stream ? chunks(model, text, prompt) : Reply.json(200, whole(model, text, prompt));
  }

  private Map<String, Object> whole(String model, String text, int prompt) {
    return frame(
        "chat.completion",
        model,
        Map.of(
            "index",
            0,
            "message",
            Map.of("role", "assistant", "content", text),
            "finish_reason",
            "stop"),
        prompt,
        Tokeniser.count(text));
  }

  private Reply chunks(String model, String text, int prompt) {
    List<String> data = new ArrayList<>();
    for (String word : text.split("(?<= )")) {
      data.add(
          Reply.line(
              frame(
                  "chat.completion.chunk",
                  model,
                  Map.of("index", 0, "delta", Map.of("role", "assistant", "content", word)),
                  0,
                  0)));
    }
    data.add(
        Reply.line(
            frame(
                "chat.completion.chunk",
                model,
                Map.of("index", 0, "delta", Map.of(), "finish_reason", "stop"),
                prompt,
                Tokeniser.count(text))));
    data.add("[DONE]");
    return Streams.events(data);
  }

  private Map<String, Object> frame(
      String object, String model, Map<String, Object> choice, int prompt, int completion) {
    return Map.of(
        "id",
        "emulator-" + clock.millis(),
        "object",
        object,
        "created",
        clock.instant().getEpochSecond(),
        "model",
        model,
        "choices",
        List.of(choice),
        "usage",
        Map.of(
            "prompt_tokens",
            prompt,
            "completion_tokens",
            completion,
            "total_tokens",
            prompt + completion));
  }

  private static String content(JsonElement content) {
    if (content instanceof JsonArray parts) {
      StringBuilder all = new StringBuilder();
      for (JsonElement part : parts) {
        all.append(part.getAsJsonObject().has("text") ? text(part.getAsJsonObject(), "text") : "");
      }
      return all.toString();
    }
    return content == null || !content.isJsonPrimitive() ? "" : content.getAsString();
  }

  private static JsonObject body(Request request) {
    return request.json().orElseThrow(() -> invalid("the body is no JSON object"));
  }

  private static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
