package io.github.vertexbridge.surface;

import static io.github.vertexbridge.surface.OpenAiBody.Type.ARRAY;
import static io.github.vertexbridge.surface.OpenAiBody.Type.INTEGER;
import static io.github.vertexbridge.surface.OpenAiBody.Type.STRING;
import static io.github.vertexbridge.surface.OpenAiBody.refusal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.call.FailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Embeddings as they were asked for: the one request here whose body is not relayed but made anew,
 * because Vertex has no such endpoint for its own models.
 *
 * @param model as the caller wrote it
 * @param texts at least one, none of them empty
 * @param dimensions how long the vectors shall be
 * @param base64 whether vectors are answered as base64 of little-endian float32, which OpenAI's own
 *     SDK asks for unless told otherwise
 */
public record OpenAiEmbeddings(
    String model, List<String> texts, OptionalInt dimensions, boolean base64) {

  private static final Map<String, List<OpenAiBody.Type>> TYPES =
      Map.of(
          "model", List.of(STRING),
          "input", List.of(STRING, ARRAY),
          "dimensions", List.of(INTEGER),
          "encoding_format", List.of(STRING),
          "user", List.of(STRING));

  private static final int MAX_DIMENSIONS = 10_000;

  public OpenAiEmbeddings {
    texts = List.copyOf(texts);
  }

  static OpenAiEmbeddings read(byte[] body) {
    OpenAiBody parameters = OpenAiBody.read(body, TYPES);
    Set<String> unknown = new TreeSet<>(parameters.names());
    unknown.removeAll(TYPES.keySet());
    for (String name : unknown) {
      throw refusal(
          name,
          "unsupported_parameter",
          "Unsupported parameter: '" + name + "' would have no effect.",
          "Send " + String.join(", ", new TreeSet<>(TYPES.keySet())) + ".");
    }
    return new OpenAiEmbeddings(
        parameters.model(),
        texts(parameters.required("input")),
        dimensions(parameters),
        base64(parameters));
  }

  private static List<String> texts(JsonElement input) {
    List<String> texts = new ArrayList<>();
    if (input instanceof JsonArray array) {
      array.forEach(element -> texts.add(text(element)));
    } else {
      texts.add(text(input));
    }
    if (texts.isEmpty() || texts.stream().anyMatch(String::isEmpty)) {
      throw refusal(
          "input",
          "invalid_value",
          "Invalid 'input': it is empty, or has an empty text.",
          "Send one text, or an array of texts.");
    }
    return texts;
  }

  private static String text(JsonElement element) {
    if (element instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw refusal(
        "input",
        "invalid_type",
        "Invalid type for 'input': expected texts, but got something else.",
        "Send texts: tokens of another model's tokenizer mean nothing to this one.");
  }

  private static OptionalInt dimensions(OpenAiBody parameters) {
    return parameters
        .get("dimensions")
        .map(JsonElement::getAsBigDecimal)
        .map(number -> OptionalInt.of(checked(number.doubleValue())))
        .orElse(OptionalInt.empty());
  }

  private static int checked(double dimensions) {
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw refusal(
          "dimensions",
          "invalid_value",
          "Invalid 'dimensions': no model has that many.",
          "Send a number from 1 to the model's own.");
    }
    return (int) dimensions;
  }

  private static boolean base64(OpenAiBody parameters) {
    String encoding =
        parameters.get("encoding_format").map(JsonElement::getAsString).orElse("float");
    if (!encoding.equals("float") && !encoding.equals("base64")) {
      throw refusal(
          "encoding_format",
          "invalid_value",
          "Invalid 'encoding_format'.",
          "Send float or base64.");
    }
    return encoding.equals("base64");
  }

  /** The refusal of more texts than can be embedded in one call. */
  FailureException tooMany(int most) {
    return refusal(
        "input",
        "invalid_value",
        "Invalid 'input': it has "
            + texts.size()
            + " texts; with this model "
            + most
            + " are taken.",
        "Send fewer in one call.");
  }
}
