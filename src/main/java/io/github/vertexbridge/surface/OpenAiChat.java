package io.github.vertexbridge.surface;

import static io.github.vertexbridge.surface.OpenAiBody.Type.ARRAY;
import static io.github.vertexbridge.surface.OpenAiBody.Type.BOOLEAN;
import static io.github.vertexbridge.surface.OpenAiBody.Type.INTEGER;
import static io.github.vertexbridge.surface.OpenAiBody.Type.NUMBER;
import static io.github.vertexbridge.surface.OpenAiBody.Type.OBJECT;
import static io.github.vertexbridge.surface.OpenAiBody.Type.STRING;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.vertexbridge.call.ResourceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A chat completion as it was asked for. Its body goes to Vertex's OpenAI-compatible endpoint as it
 * is, parameters that nobody here knows included.
 */
public final class OpenAiChat {
  private static final Map<String, List<OpenAiBody.Type>> TYPES =
      Map.ofEntries(
          Map.entry("model", List.of(STRING)),
          Map.entry("messages", List.of(ARRAY)),
          Map.entry("stream", List.of(BOOLEAN)),
          Map.entry("stream_options", List.of(OBJECT)),
          Map.entry("max_tokens", List.of(INTEGER)),
          Map.entry("max_completion_tokens", List.of(INTEGER)),
          Map.entry("n", List.of(INTEGER)),
          Map.entry("seed", List.of(INTEGER)),
          Map.entry("stop", List.of(STRING, ARRAY)),
          Map.entry("temperature", List.of(NUMBER)),
          Map.entry("top_p", List.of(NUMBER)),
          Map.entry("presence_penalty", List.of(NUMBER)),
          Map.entry("frequency_penalty", List.of(NUMBER)),
          Map.entry("reasoning_effort", List.of(STRING)),
          Map.entry("response_format", List.of(OBJECT)),
          Map.entry("modalities", List.of(ARRAY)),
          Map.entry("tools", List.of(ARRAY)),
          Map.entry("tool_choice", List.of(STRING, OBJECT)),
          Map.entry("functions", List.of(ARRAY)),
          Map.entry("function_call", List.of(STRING, OBJECT)),
          Map.entry("web_search_options", List.of(OBJECT)),
          Map.entry("extra_body", List.of(OBJECT)),
          Map.entry("audio", List.of(OBJECT)),
          Map.entry("logit_bias", List.of(OBJECT)),
          Map.entry("logprobs", List.of(BOOLEAN)),
          Map.entry("top_logprobs", List.of(INTEGER)),
          Map.entry("metadata", List.of(OBJECT)),
          Map.entry("parallel_tool_calls", List.of(BOOLEAN)),
          Map.entry("prediction", List.of(OBJECT)),
          Map.entry("service_tier", List.of(STRING)),
          Map.entry("store", List.of(BOOLEAN)),
          Map.entry("user", List.of(STRING)),
          Map.entry("verbosity", List.of(STRING)));

  /**
   * A parameter that Gemini behind this endpoint ignores, though the caller would get another
   * result than the one that was asked for.
   *
   * @param harmless values that ask for what happens anyway
   */
  private record Ignored(String name, Predicate<JsonElement> harmless, String remedy) {}

  /**
   * Source: Vertex AI, "Using OpenAI libraries": the parameters that are not on its list. {@code
   * user}, {@code metadata}, {@code prediction} and the like are ignored too, but change no answer.
   */
  private static final List<Ignored> IGNORED =
      List.of(
          new Ignored(
              "audio", e -> false, "Ask a speech model, by generateContent of the drop-in."),
          new Ignored("function_call", is("auto"), "Use tools and tool_choice."),
          new Ignored(
              "logit_bias",
              e -> ((JsonObject) e).size() == 0,
              "Leave it out; say in a message which words to avoid."),
          new Ignored(
              "logprobs",
              is("false"),
              "Ask for responseLogprobs by generateContent of the drop-in."),
          new Ignored(
              "parallel_tool_calls", is("true"), "Leave it out; take the calls one by one."),
          new Ignored(
              "service_tier",
              is("auto").or(is("default")),
              "Ask by the header X-Vertex-AI-LLM-Shared-Request-Type: priority or flex."),
          new Ignored("store", is("false"), "Leave it out; nothing is kept here."),
          new Ignored("top_logprobs", is("0"), "Ask by generateContent of the drop-in."),
          new Ignored("verbosity", is("medium"), "Say in a message how long the answer may be."));

  private final OpenAiBody parameters;
  private final byte[] body;

  private OpenAiChat(OpenAiBody parameters, byte[] body) {
    this.parameters = parameters;
    this.body = body;
  }

  static OpenAiChat read(byte[] body) {
    OpenAiBody parameters = OpenAiBody.read(body, TYPES);
    parameters.required("model");
    parameters.required("messages");
    return new OpenAiChat(parameters, body);
  }

  /** The model, as the caller wrote it. */
  public String model() {
    return parameters.model();
  }

  /** JSON in UTF-8, as it came. */
  public byte[] body() {
    return body;
  }

  /**
   * Refuses what the model would pass over in silence, so that nobody relies on it. Only Google's
   * models are known so well; others, and deployed endpoints, get what they are sent.
   *
   * @param model what is called
   * @throws io.github.vertexbridge.call.FailureException FIELD_INVALID with the fact {@code param}
   */
  public void checkTakenBy(ResourceName model) {
    if (!model.publisher().equals(Optional.of("google"))) {
      return;
    }
    for (Ignored ignored : IGNORED) {
      parameters
          .get(ignored.name())
          .filter(value -> !ignored.harmless().test(value))
          .ifPresent(
              value -> {
                throw OpenAiBody.refusal(
                    ignored.name(),
                    "unsupported_parameter",
                    "Unsupported parameter: '"
                        + ignored.name()
                        + "' would have no effect with this model.",
                    ignored.remedy());
              });
    }
  }

  private static Predicate<JsonElement> is(String text) {
    return e -> e.isJsonPrimitive() && e.getAsString().equals(text);
  }
}
