package io.github.vertexbridge.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;

/**
 * Anthropic's Messages API as far as a client needs it: says how many tokens it was sent. Its
 * refusals have Anthropic's shape.
 */
final class AnthropicMessages {
  private AnthropicMessages() {}

  static Reply message(Request request, String model) {
    int tokens = tokens(request);
    if (tokens < 0) {
      return invalid();
    }
    return Reply.json(
        200, frame(model, tokens, List.of(Map.of("type", "text", "text", text(tokens)))));
  }

  static Reply events(Request request, String model) {
    int tokens = tokens(request);
    if (tokens < 0) {
      return invalid();
    }
    String events =
        event("message_start", Map.of("message", frame(model, tokens, List.of())))
            + event(
                "content_block_delta",
                Map.of("index", 0, "delta", Map.of("type", "text_delta", "text", text(tokens))))
            + event("message_delta", Map.of("delta", Map.of("stop_reason", "end_turn")))
            + event("message_stop", Map.of());
    return new Reply(
        200, Map.of("Content-Type", "text/event-stream"), ByteString.copyFromUtf8(events));
  }

  private static String event(String type, Map<String, Object> content) {
    Map<String, Object> data = new java.util.TreeMap<>(content);
    data.put("type", type);
    return "event: " + type + "\ndata: " + Reply.line(data) + "\n\n";
  }

  private static Map<String, Object> frame(String model, int tokens, List<Object> content) {
    return Map.of(
        "id",
        "msg_vrtx_emulator",
        "type",
        "message",
        "role",
        "assistant",
        "model",
        model,
        "content",
        content,
        "usage",
        Map.of("input_tokens", tokens, "output_tokens", Tokeniser.count(text(tokens))));
  }

  private static String text(int tokens) {
    return "You sent " + tokens + " tokens";
  }

  /** -1 if there are no messages. */
  private static int tokens(Request request) {
    JsonObject body = request.json().orElseGet(JsonObject::new);
    return body.get("messages") instanceof JsonArray messages && !messages.isEmpty()
        ? RawModels.tokens(messages)
        : -1;
  }

  private static Reply invalid() {
    return Reply.json(
        400,
        Map.of(
            "type",
            "error",
            "error",
            Map.of("type", "invalid_request_error", "message", "EMULATOR: messages is missing"),
            "request_id",
            "req_vrtx_emulator"));
  }
}
