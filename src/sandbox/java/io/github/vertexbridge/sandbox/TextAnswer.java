package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.FunctionCall;
import com.google.cloud.aiplatform.v1.FunctionCallingConfig;
import com.google.cloud.aiplatform.v1.FunctionDeclaration;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerationConfig;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.Tool;
import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a text model says to a request: a call of a function, JSON of a schema, or an echo. */
final class TextAnswer {
  private TextAnswer() {}

  /** Whether the prompt is one that the model does not answer. */
  static boolean isBlocked(GenerateContentRequest request) {
    return lastText(request.getContentsList()).contains("emulator:block");
  }

  /**
   * @param tokens of the prompt
   * @param thinking whether thought signatures are given and wanted back
   */
  static Part of(GenerateContentRequest request, int tokens, boolean thinking) {
    if (thinking) {
      requireSignatures(request.getContentsList());
    }
    String last = lastText(request.getContentsList());
    Optional<ToolCall> call =
        isToolAnswered(request.getContentsList())
            ? Optional.empty()
            : ToolCall.of(last, declared(request), mustCall(request));
    if (call.isPresent()) {
      Part.Builder part =
          Part.newBuilder()
              .setFunctionCall(
                  FunctionCall.newBuilder()
                      .setName(call.get().name())
                      .setArgs(struct(call.get().arguments())));
      return (thinking ? part.setThoughtSignature(call.get().signature()) : part).build();
    }
    String echo = "You sent " + tokens + " tokens: " + last;
    return Part.newBuilder()
        .setText(schema(request.getGenerationConfig()).map(s -> json(s, last)).orElse(echo))
        .build();
  }

  private static Map<String, JsonObject> declared(GenerateContentRequest request) {
    Map<String, JsonObject> declared = new LinkedHashMap<>();
    List<String> allowed =
        request.getToolConfig().getFunctionCallingConfig().getAllowedFunctionNamesList();
    for (Tool tool : request.getToolsList()) {
      for (FunctionDeclaration function : tool.getFunctionDeclarationsList()) {
        if (allowed.isEmpty() || allowed.contains(function.getName())) {
          declared.put(
              function.getName(),
              function.hasParametersJsonSchema()
                  ? Json.tree(function.getParametersJsonSchema().getStructValue())
                  : Json.tree(function.getParameters()));
        }
      }
    }
    return declared;
  }

  private static boolean mustCall(GenerateContentRequest request) {
    return request.getToolConfig().getFunctionCallingConfig().getMode()
        == FunctionCallingConfig.Mode.ANY;
  }

  private static Optional<JsonObject> schema(GenerationConfig config) {
    if (!config.getResponseMimeType().equals("application/json")) {
      return Optional.empty();
    }
    return Optional.of(
        config.hasResponseJsonSchema()
            ? Json.tree(config.getResponseJsonSchema().getStructValue())
            : Json.tree((Message) config.getResponseSchema()));
  }

  private static String json(JsonObject schema, String text) {
    return Reply.line(SchemaSample.of(schema, text));
  }

  private static boolean isToolAnswered(List<Content> contents) {
    return contents.get(contents.size() - 1).getPartsList().stream()
        .anyMatch(Part::hasFunctionResponse);
  }

  private static void requireSignatures(List<Content> contents) {
    int block = 0;
    for (Content content : contents) {
      block++;
      for (Part part : content.getPartsList()) {
        String name = part.getFunctionCall().getName();
        if (part.hasFunctionCall() && part.getThoughtSignature().isEmpty()) {
          throw GoogleRefusal.of(
              Code.INVALID_ARGUMENT,
              "Unable to submit request because function call `"
                  + name
                  + "` in the "
                  + block
                  + ". content block is missing a `thought_signature`.");
        }
        if (part.hasFunctionCall()
            && !part.getThoughtSignature().equals(ToolCall.signature(name))) {
          throw GoogleRefusal.of(
              Code.INVALID_ARGUMENT,
              "EMULATOR: the thought signature is not the one that was given");
        }
      }
    }
  }

  /** The last thing that was not said by the model. */
  private static String lastText(List<Content> contents) {
    String last = "";
    for (Content content : contents) {
      for (Part part : content.getPartsList()) {
        boolean said = part.hasText() && !content.getRole().equals("model");
        last = said ? part.getText() : last;
      }
    }
    return last;
  }

  private static Struct struct(JsonObject object) {
    Struct.Builder struct = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(object.toString(), struct);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an object is a struct", e);
    }
    return struct.build();
  }
}
