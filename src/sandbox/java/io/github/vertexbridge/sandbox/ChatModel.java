package io.github.vertexbridge.sandbox;

import com.google.gson.JsonObject;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.ChatRequest.EarlierCall;
import io.github.vertexbridge.sandbox.VertexWorld.Model;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/** The OpenAI-compatible endpoint: says back what it was told, calls functions, writes JSON. */
final class ChatModel {
  private final World world;
  private final InstantSource clock;

  ChatModel(World world, InstantSource clock) {
    this.world = world;
    this.clock = clock;
  }

  /**
   * On {@code endpoints/openapi}, whose body names the model as PUBLISHER/MODEL.
   *
   * @param gate of the location
   */
  Reply openapi(Request request, VertexPath path, VertexGate gate) {
    JsonObject body = body(request);
    String written = ChatRequest.text(body, "model");
    String[] parts = written.split("/", -1);
    if (parts.length != 2) {
      throw invalid("model is PUBLISHER/MODEL");
    }
    String name = "publishers/" + parts[0] + "/models/" + parts[1];
    String fullName = path.parent() + "/" + name;
    Model known = world.state().models().get(name);
    if (known != null
        && known.kind() == ModelKind.OPEN_MAAS
        && !known.locations().contains(path.location())
        && known.locations().contains("global")) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION,
          "Publisher model '%s' in region '%s' is only available via global endpoint."
              .formatted(name, path.location()));
    }
    Model model = gate.publisherModel(name, path.location(), fullName);
    if (!model.kind().isText() && model.kind() != ModelKind.OPEN_MAAS) {
      throw VertexGate.modelNotFound(fullName);
    }
    String traffic = gate.take(name, model, Traffic.of(request::header)).name();
    return answer(body, written, traffic, model.kind() == ModelKind.THINKING_TEXT);
  }

  /** On a deployed endpoint, which is one model. */
  Reply deployed(Request request, VertexGate.Deployment deployment) {
    if (!deployment.kind().isText()) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION,
          "EMULATOR: " + deployment.resource().name() + " does not serve chat completions");
    }
    return answer(body(request), deployment.resource().endpoint(), "ON_DEMAND", false);
  }

  private Reply answer(JsonObject body, String model, String traffic, boolean thinking) {
    ChatRequest asked = ChatRequest.read(body);
    if (thinking) {
      asked.calls().forEach(ChatModel::requireSignature);
    }
    ChatAnswer.Frame frame =
        new ChatAnswer.Frame(
            "emulator-" + clock.millis(), clock.instant().getEpochSecond(), model, traffic);
    ChatAnswer answer = new ChatAnswer(asked, frame, said(asked, thinking));
    return asked.stream() ? Streams.events(answer.chunks()) : Reply.json(200, answer.whole());
  }

  private static ChatAnswer.Said said(ChatRequest asked, boolean thinking) {
    if (asked.prompt().contains("emulator:block")) {
      return ChatAnswer.Said.blocked();
    }
    Optional<ToolCall> call =
        asked.toolAnswered()
            ? Optional.empty()
            : ToolCall.of(asked.prompt(), asked.tools(), asked.mustCall());
    if (call.isPresent()) {
      return ChatAnswer.Said.call(call.get(), thinking);
    }
    String echo = "You sent " + asked.tokens() + " tokens: " + asked.prompt();
    return ChatAnswer.Said.text(
        asked
            .schema()
            .map(schema -> Reply.line(SchemaSample.of(schema, asked.prompt())))
            .orElse(echo),
        asked);
  }

  private static void requireSignature(EarlierCall call) {
    if (call.signature().isEmpty()) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT,
          "Function call is missing a thought_signature in functionCall parts. This is required for"
              + " tools to work correctly, and missing thought_signature may lead to degraded model"
              + " performance. Additional data, function call `default_api:"
              + call.name()
              + "` , position "
              + call.position()
              + ". Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more"
              + " details.");
    }
    String given = signature(call.name());
    if (!call.signature().equals(given)) {
      throw invalid("the thought signature is not the one that was given");
    }
  }

  static String signature(String function) {
    return Base64.getEncoder().encodeToString(ToolCall.signature(function).toByteArray());
  }

  private static JsonObject body(Request request) {
    return request.json().orElseThrow(() -> invalid("the body is no JSON object"));
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
