package io.github.vertexbridge.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of chat completions, whole or in chunks.
 *
 * @param said in every choice
 */
record ChatAnswer(ChatRequest asked, Frame frame, Said said) {

  /** What every object of one answer carries. */
  record Frame(String id, long created, String model, String traffic) {}

  /**
   * What a choice says.
   *
   * @param text in place of a call
   * @param thinking whether the call has a signature
   * @param finish the finish reason; {@code content_filter}: nothing was said
   */
  record Said(String text, Optional<ToolCall> call, boolean thinking, String finish) {

    static Said blocked() {
      return new Said("", Optional.empty(), false, "content_filter");
    }

    static Said call(ToolCall call, boolean thinking) {
      return new Said("", Optional.of(call), thinking, "tool_calls");
    }

    static Said text(String whole, ChatRequest asked) {
      String text = whole;
      for (String stop : asked.stop()) {
        int at = stop.isEmpty() ? -1 : text.indexOf(stop);
        text = at < 0 ? text : text.substring(0, at);
      }
      boolean cut = Tokeniser.count(text) > asked.maxTokens();
      return new Said(
          cut ? Tokeniser.first(asked.maxTokens(), text) : text,
          Optional.empty(),
          false,
          cut ? "length" : "stop");
    }

    int tokens() {
      return call.isPresent() ? 1 : Tokeniser.count(text);
    }

    boolean isBlocked() {
      return finish.equals("content_filter");
    }
  }

  Map<String, Object> whole() {
    List<Object> choices = new ArrayList<>();
    for (int index = 0; index < asked.choices(); index++) {
      Map<String, Object> choice = new LinkedHashMap<>();
      choice.put("index", index);
      if (!said.isBlocked()) {
        choice.put("message", message());
      }
      choice.put("finish_reason", said.finish());
      choices.add(choice);
    }
    return object("chat.completion", choices, true);
  }

  private Map<String, Object> message() {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    said.call()
        .ifPresentOrElse(
            call -> message.put("tool_calls", List.of(toolCall(call))),
            () -> message.put("content", said.text()));
    return message;
  }

  /** Chunks of one line each, the end marker last. */
  List<String> chunks() {
    List<String> chunks = new ArrayList<>();
    for (int index = 0; index < asked.choices(); index++) {
      if (said.call().isPresent()) {
        Map<String, Object> call = new LinkedHashMap<>(toolCall(said.call().get()));
        call.put("index", 0);
        chunks.add(delta(index, Map.of("role", "assistant", "tool_calls", List.of(call)), ""));
      } else if (!said.isBlocked()) {
        for (String word : said.text().split("(?<= )", -1)) {
          chunks.add(delta(index, Map.of("role", "assistant", "content", word), ""));
        }
      }
      chunks.add(delta(index, Map.of(), said.finish()));
    }
    if (asked.includeUsage()) {
      chunks.add(Reply.line(object("chat.completion.chunk", List.of(), true)));
    }
    chunks.add("[DONE]");
    return chunks;
  }

  private String delta(int index, Map<String, Object> delta, String finish) {
    Map<String, Object> choice = new LinkedHashMap<>();
    choice.put("index", index);
    choice.put("delta", delta);
    if (!finish.isEmpty()) {
      choice.put("finish_reason", finish);
    }
    return Reply.line(object("chat.completion.chunk", List.of(choice), false));
  }

  private Map<String, Object> toolCall(ToolCall call) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", "function-call-" + Integer.toHexString(call.hashCode()));
    json.put("type", "function");
    json.put("function", Map.of("name", call.name(), "arguments", call.arguments().toString()));
    if (said.thinking()) {
      json.put(
          "extra_content",
          Map.of("google", Map.of("thought_signature", ChatModel.signature(call.name()))));
    }
    return json;
  }

  private Map<String, Object> object(String type, List<Object> choices, boolean withUsage) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", frame.id());
    object.put("object", type);
    object.put("created", frame.created());
    object.put("model", frame.model());
    object.put("choices", choices);
    if (withUsage) {
      object.put("usage", usage());
    }
    return object;
  }

  /** Of a blocked prompt there are no completion tokens, not even none. */
  private Map<String, Object> usage() {
    int completion = said.tokens() * asked.choices();
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("prompt_tokens", asked.tokens());
    if (!said.isBlocked()) {
      usage.put("completion_tokens", completion);
    }
    usage.put("total_tokens", asked.tokens() + (said.isBlocked() ? 0 : completion));
    usage.put("extra_properties", Map.of("google", Map.of("traffic_type", frame.traffic())));
    return usage;
  }
}
