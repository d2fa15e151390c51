package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.ComputeTokensRequest;
import com.google.cloud.aiplatform.v1.CountTokensRequest;
import com.google.cloud.aiplatform.v1.EmbedContentRequest;
import com.google.cloud.aiplatform.v1.ExplainRequest;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.VertexGate.Deployment;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What models and endpoints of one location are asked over HTTP. */
final class VertexInference {
  private static final Duration VIDEO_LASTS = Duration.ofSeconds(5);

  /** The gRPC method behind each action, as error metadata names it. */
  private static final Map<String, String> METHODS =
      Map.ofEntries(
          Map.entry("generateContent", "PredictionService.GenerateContent"),
          Map.entry("streamGenerateContent", "PredictionService.StreamGenerateContent"),
          Map.entry("countTokens", "LlmUtilityService.CountTokens"),
          Map.entry("computeTokens", "LlmUtilityService.ComputeTokens"),
          Map.entry("embedContent", "PredictionService.EmbedContent"),
          Map.entry("predict", "PredictionService.Predict"),
          Map.entry("rawPredict", "PredictionService.RawPredict"),
          Map.entry("streamRawPredict", "PredictionService.StreamRawPredict"),
          Map.entry("explain", "PredictionService.Explain"),
          Map.entry("predictLongRunning", "PredictionService.PredictLongRunning"),
          Map.entry("fetchPredictOperation", "PredictionService.FetchPredictOperation"));

  /** Source: "Dedicated public endpoints". */
  private static final Set<String> DEDICATED = Set.of("predict", "rawPredict", "streamRawPredict");

  private final VertexGate gate;
  private final VertexModels models;
  private final ChatModel chat;
  private final Operations operations;

  VertexInference(VertexGate gate, VertexModels models, ChatModel chat, Operations operations) {
    this.gate = gate;
    this.models = models;
    this.chat = chat;
    this.operations = operations;
  }

  static String method(VertexPath path) {
    return "google.cloud.aiplatform."
        + path.version()
        + "."
        + METHODS.getOrDefault(
            path.verb(), path.verb().isEmpty() ? "" : "PredictionService." + path.verb());
  }

  static boolean isChat(VertexPath path) {
    return path.kind().equals("endpoints") && path.endsWith("chat", "completions");
  }

  /** Whether refusals come in an array of one. */
  static boolean refusesInArrays(Request request, VertexPath path) {
    return isChat(path) || (path.verb().equals("streamGenerateContent") && !isEvents(request));
  }

  private static boolean isEvents(Request request) {
    return request.queryParameters().getOrDefault("alt", List.of()).contains("sse")
        || request.queryParameters().getOrDefault("$alt", List.of()).contains("sse");
  }

  Reply chat(Request request, VertexPath path, Principal principal) {
    if (path.segments().get(1).equals("openapi") && gate.isShared()) {
      gate.permit(principal, path.project(), path.name(), VertexGate.PREDICT);
      gate.requireHere(path.location(), "endpoint");
      return chat.openapi(request, path, gate);
    }
    VertexResource endpoint =
        VertexResource.parse(path.parent() + "/endpoints/" + path.segments().get(1)).orElseThrow();
    return chat.deployed(request, gate.admit(principal, endpoint, Traffic.of(request::header)));
  }

  Reply answer(Request request, VertexPath path, VertexResource resource, Principal principal) {
    String action = path.verb();
    if (!METHODS.containsKey(action)) {
      throw GoogleRefusal.of(Code.UNIMPLEMENTED, "EMULATOR: " + action + " is not emulated");
    }
    boolean explain = action.equals("explain");
    Deployment deployment =
        gate.admit(
            principal,
            resource,
            explain ? "aiplatform.endpoints.explain" : VertexGate.PREDICT,
            Traffic.of(request::header));
    if (!gate.isShared() && !DEDICATED.contains(action)) {
      throw GoogleRefusal.of(
          Code.UNIMPLEMENTED, "EMULATOR: a dedicated DNS name does not serve " + action);
    }
    boolean beta = path.version().equals("v1beta1");
    return switch (action) {
      case "generateContent" ->
          Json.reply(models.generateContent(generate(request, beta), deployment), request);
      case "streamGenerateContent" -> stream(request, generate(request, beta), deployment);
      case "countTokens" -> {
        CountTokensRequest.Builder message = CountTokensRequest.newBuilder();
        Json.read(request, message, beta);
        yield Json.reply(models.countTokens(message.build(), deployment), request);
      }
      case "computeTokens" -> {
        ComputeTokensRequest.Builder message = ComputeTokensRequest.newBuilder();
        Json.read(request, message, beta);
        yield Json.reply(models.computeTokens(message.build(), deployment), request);
      }
      case "predict" -> {
        PredictRequest.Builder message = PredictRequest.newBuilder();
        Json.read(request, message, beta);
        yield Json.reply(models.predict(message.build(), deployment), request);
      }
      case "explain" -> explain(request, beta, deployment);
      case "embedContent" -> embed(request, beta, deployment);
      case "predictLongRunning" -> startVideo(request, deployment);
      case "fetchPredictOperation" ->
          Reply.json(200, operations.view(text(body(request), "operationName")));
      case "streamRawPredict" -> models.raw().streamRawPredict(request, deployment);
      default -> models.rawPredict(request, deployment);
    };
  }

  private static GenerateContentRequest generate(Request request, boolean beta) {
    GenerateContentRequest.Builder message = GenerateContentRequest.newBuilder();
    Json.read(request, message, beta);
    return message.build();
  }

  private Reply stream(Request request, GenerateContentRequest message, Deployment deployment) {
    List<String> chunks =
        models.streamGenerateContent(message, deployment).stream()
            .map(chunk -> isEvents(request) ? Json.line(chunk) : Json.text(chunk, request))
            .toList();
    return isEvents(request) ? Streams.events(chunks) : Streams.array(chunks);
  }

  /** The predictions, and for each how far every feature is from the average flower. */
  private Reply explain(Request request, boolean beta, Deployment deployment) {
    ExplainRequest.Builder message = ExplainRequest.newBuilder();
    Json.read(request, message, beta);
    JsonObject answer =
        JsonParser.parseString(
                Json.line(
                    models.predict(
                        PredictRequest.newBuilder()
                            .addAllInstances(message.getInstancesList())
                            .setParameters(message.getParameters())
                            .build(),
                        deployment)))
            .getAsJsonObject();
    List<Object> explanations = new ArrayList<>();
    for (JsonElement prediction : answer.getAsJsonArray("predictions")) {
      explanations.add(
          Map.of(
              "attributions",
              List.of(
                  Map.of(
                      "featureAttributions", prediction.getAsJsonObject().get("distances"),
                      "outputIndex", List.of(0)))));
    }
    answer.add("explanations", JsonParser.parseString(Reply.line(explanations)));
    return Reply.json(200, answer);
  }

  private static Reply embed(Request request, boolean beta, Deployment deployment) {
    if (deployment.kind() != ModelKind.CONTENT_EMBEDDING) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION,
          "EMULATOR: " + deployment.resource().name() + " does not serve embedContent");
    }
    EmbedContentRequest.Builder message = EmbedContentRequest.newBuilder();
    Json.read(request, message, beta);
    return Json.reply(TextEmbeddings.embed(message.build()), request);
  }

  private Reply startVideo(Request request, Deployment deployment) {
    if (deployment.kind() != ModelKind.VIDEO) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION,
          "EMULATOR: " + deployment.resource().name() + " does not serve predictLongRunning");
    }
    if (!(body(request).get("instances") instanceof JsonArray)) {
      throw GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: instances is missing");
    }
    return Reply.json(
        200,
        operations.start(
            deployment.resource().name(),
            VIDEO_LASTS,
            Map.of("videos", List.of(Map.of("mimeType", "video/mp4")))));
  }

  private static JsonObject body(Request request) {
    return request
        .json()
        .orElseThrow(
            () -> GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: the body is no JSON object"));
  }

  private static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
