package io.github.vertexbridge.surface;

import com.google.gson.stream.JsonWriter;
import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ResourceName;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a publisher model is asked for embeddings: {@code predict} with instances, or {@code
 * embedContent} with one content. Which one, the models' names say, as in Google's own Gen AI SDK.
 *
 * <p>Source: Vertex AI, "Get text embeddings"; prediction_service.proto.
 */
public enum EmbeddingModel {
  /** text-embedding-*, text-multilingual-embedding-*: 250 texts a call. */
  TEXT("predict", 250),
  /** gemini-embedding-001. */
  GEMINI_1("predict", 1),
  /** Later ones of Gemini, and open models. */
  CONTENT("embedContent", 1);

  /** The most calls to Vertex that one request becomes. */
  private static final int MAX_CALLS = 100;

  /** The most texts of one request, as in OpenAI's API. */
  private static final int MAX_TEXTS = 2048;

  private final String action;
  private final int textsPerCall;

  EmbeddingModel(String action, int textsPerCall) {
    this.action = action;
    this.textsPerCall = textsPerCall;
  }

  /** How this model is asked; empty for an endpoint, whose format is its own. */
  public static Optional<EmbeddingModel> of(ResourceName resource) {
    return resource
        .model()
        .map(
            id -> {
              if (id.equals("gemini-embedding-001")) {
                return GEMINI_1;
              }
              return id.contains("gemini") || id.contains("maas") ? CONTENT : TEXT;
            });
  }

  public ActionName action() {
    return new ActionName(action);
  }

  /**
   * The texts, call by call.
   *
   * @throws io.github.vertexbridge.call.FailureException FIELD_INVALID if they are too many
   */
  public List<List<String>> calls(OpenAiEmbeddings asked) {
    int most = Math.min(MAX_TEXTS, MAX_CALLS * textsPerCall);
    if (asked.texts().size() > most) {
      throw asked.tooMany(most);
    }
    List<List<String>> calls = new ArrayList<>();
    for (int from = 0; from < asked.texts().size(); from += textsPerCall) {
      calls.add(asked.texts().subList(from, Math.min(asked.texts().size(), from + textsPerCall)));
    }
    return calls;
  }

  /**
   * The body of one call. Texts that are too long are refused, as OpenAI's API refuses them: left
   * alone, Vertex cuts them and says nothing.
   */
  public byte[] body(List<String> texts, OptionalInt dimensions) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (this == CONTENT) {
        json.name("content").beginObject().name("parts").beginArray();
        json.beginObject().name("text").value(texts.get(0)).endObject();
        json.endArray().endObject().name("embedContentConfig");
      } else {
        json.name("instances").beginArray();
        for (String content : texts) {
          json.beginObject().name("content").value(content).endObject();
        }
        json.endArray().name("parameters");
      }
      json.beginObject().name("autoTruncate").value(false);
      if (dimensions.isPresent()) {
        json.name("outputDimensionality").value(dimensions.getAsInt());
      }
      json.endObject().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does no I/O
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
