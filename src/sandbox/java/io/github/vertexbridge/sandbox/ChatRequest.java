package io.github.vertexbridge.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.rpc.Code;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a body of chat completions asks for. Members that are not read here are ignored, as Google's
 * page says.
 *
 * @param prompt the last message of a user
 * @param tokens of all messages; a picture or a sound is one
 * @param tools parameters of the declared functions by name
 * @param mustCall whether a function is to be called in any case
 * @param toolAnswered whether the last message is a function's answer
 * @param schema of the answer, if it is to be JSON
 * @param calls earlier calls of functions that the messages hold, with their signatures
 */
record ChatRequest(
    String prompt,
    int tokens,
    Map<String, JsonObject> tools,
    boolean mustCall,
    boolean toolAnswered,
    Optional<JsonObject> schema,
    int choices,
    int maxTokens,
    List<String> stop,
    boolean stream,
    boolean includeUsage,
    List<EarlierCall> calls) {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");
  private static final Pattern DATA = Pattern.compile("data:([a-z]+/[a-z0-9.+-]+);base64,(.+)");
  private static final Pattern ADDRESS = Pattern.compile("(gs|https?)://.+");
  private static final int MAX_CHOICES = 8;

  /**
   * @param position of the message, from 1
   * @param signature "" if there is none
   */
  record EarlierCall(String name, int position, String signature) {}

  /**
   * @throws GoogleRefusal INVALID_ARGUMENT
   */
  static ChatRequest read(JsonObject body) {
    if (!(body.get("messages") instanceof JsonArray messages) || messages.isEmpty()) {
      throw invalid("messages is missing");
    }
    String prompt = "";
    int tokens = 0;
    String role = "";
    int position = 0;
    List<EarlierCall> calls = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonElement element : messages) {
      JsonObject message = object(element, "a message");
      role = text(message, "role");
      position++;
      if (!ROLES.contains(role)) {
        throw invalid("no role: " + role);
      }
      if (role.equals("tool") && !ids.contains(text(message, "tool_call_id"))) {
        throw invalid("tool_call_id is of no call before it");
      }
      earlier(message, position, calls, ids);
      List<String> said = new ArrayList<>();
      tokens += content(message.get("content"), said) + Tokeniser.count(String.join(" ", said));
      prompt = role.equals("user") ? String.join(" ", said) : prompt;
    }
    JsonElement choice = body.get("tool_choice");
    Map<String, JsonObject> tools = tools(body, choice);
    return new ChatRequest(
        prompt,
        tokens,
        tools,
        choice instanceof JsonObject || is(choice, "required"),
        role.equals("tool") || role.equals("function"),
        schema(body.get("response_format")),
        choices(body),
        whole(body, "max_completion_tokens", whole(body, "max_tokens", Integer.MAX_VALUE)),
        stop(body.get("stop")),
        truth(body, "stream"),
        body.get("stream_options") instanceof JsonObject options && truth(options, "include_usage"),
        calls);
  }

  private static void earlier(
      JsonObject message, int position, List<EarlierCall> calls, Set<String> ids) {
    if (!(message.get("tool_calls") instanceof JsonArray made)) {
      return;
    }
    for (JsonElement element : made) {
      JsonObject call = object(element, "a call");
      ids.add(text(call, "id"));
      JsonObject extra = call.get("extra_content") instanceof JsonObject e ? e : new JsonObject();
      JsonObject google = extra.get("google") instanceof JsonObject g ? g : new JsonObject();
      if (call.get("function") instanceof JsonObject function) {
        calls.add(
            new EarlierCall(text(function, "name"), position, text(google, "thought_signature")));
      }
    }
  }

  /** Adds the texts; answers how many other parts there are. */
  private static int content(JsonElement content, List<String> said) {
    int others = 0;
    if (content instanceof JsonArray parts) {
      for (JsonElement element : parts) {
        JsonObject part = object(element, "a part");
        switch (text(part, "type")) {
          case "text" -> said.add(text(part, "text"));
          case "image_url" -> {
            picture(text(object(part.get("image_url"), "image_url"), "url"));
            others++;
          }
          case "input_audio" -> {
            bytes(text(object(part.get("input_audio"), "input_audio"), "data"));
            others++;
          }
          default -> throw invalid("no type of a part: " + text(part, "type"));
        }
      }
    } else if (content instanceof JsonPrimitive whole) {
      said.add(whole.getAsString());
    }
    return others;
  }

  private static void picture(String url) {
    Matcher data = DATA.matcher(url);
    if (data.matches() && data.group(1).startsWith("image/")) {
      bytes(data.group(2));
    } else if (!ADDRESS.matcher(url).matches()) {
      throw invalid("image_url is no data URL of an image and no address");
    }
  }

  private static void bytes(String base64) {
    try {
      Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw invalid("not base64");
    }
  }

  private static Map<String, JsonObject> tools(JsonObject body, JsonElement choice) {
    Map<String, JsonObject> tools = new LinkedHashMap<>();
    if (body.get("tools") instanceof JsonArray declared && !is(choice, "none")) {
      for (JsonElement tool : declared) {
        JsonObject function = object(object(tool, "a tool").get("function"), "function");
        tools.put(
            text(function, "name"),
            function.get("parameters") instanceof JsonObject p ? p : new JsonObject());
      }
    }
    if (choice instanceof JsonObject named) {
      String only = text(object(named.get("function"), "function"), "name");
      if (!tools.containsKey(only)) {
        throw invalid("tool_choice names no tool: " + only);
      }
      tools.keySet().retainAll(Set.of(only));
    }
    return tools;
  }

  private static Optional<JsonObject> schema(JsonElement format) {
    if (!(format instanceof JsonObject wanted)) {
      return Optional.empty();
    }
    return switch (text(wanted, "type")) {
      case "json_object" -> Optional.of(new JsonObject()).map(ChatRequest::anyObject);
      case "json_schema" ->
          Optional.of(
              object(object(wanted.get("json_schema"), "json_schema").get("schema"), "schema"));
      case "text" -> Optional.empty();
      default -> throw invalid("no response_format: " + text(wanted, "type"));
    };
  }

  private static JsonObject anyObject(JsonObject schema) {
    JsonObject properties = new JsonObject();
    properties.add("answer", new JsonObject());
    schema.add("properties", properties);
    return schema;
  }

  private static int choices(JsonObject body) {
    int n = whole(body, "n", 1);
    if (n > MAX_CHOICES) {
      throw invalid("n is 1 to " + MAX_CHOICES);
    }
    return n;
  }

  private static List<String> stop(JsonElement stop) {
    if (stop instanceof JsonArray several) {
      return several.asList().stream().map(JsonElement::getAsString).toList();
    }
    return stop instanceof JsonPrimitive one ? List.of(one.getAsString()) : List.of();
  }

  private static int whole(JsonObject from, String name, int standard) {
    if (!(from.get(name) instanceof JsonPrimitive value)) {
      return standard;
    }
    if (!value.isNumber() || value.getAsInt() < 1) {
      throw invalid(name + " is a number from 1");
    }
    return value.getAsInt();
  }

  private static boolean truth(JsonObject from, String name) {
    return from.get(name) instanceof JsonPrimitive value && value.getAsBoolean();
  }

  private static boolean is(JsonElement element, String word) {
    return element instanceof JsonPrimitive value && value.getAsString().equals(word);
  }

  private static JsonObject object(JsonElement element, String what) {
    if (element instanceof JsonObject object) {
      return object;
    }
    throw invalid(what + " is no object");
  }

  static String text(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive value ? value.getAsString() : "";
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
