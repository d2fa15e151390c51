package io.github.vertexbridge.surface;

import com.google.gson.stream.JsonWriter;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Answers in OpenAI's format that are made here, and what relayed ones need. */
public final class OpenAiAnswers {
  private static final String CONTENT_TYPE = "content-type";
  private static final String JSON = "application/json; charset=utf-8";

  private OpenAiAnswers() {}

  /**
   * A model that the caller may use.
   *
   * @param id what to write as {@code model}
   * @param owner the publisher
   */
  public record Model(String id, String owner) {}

  /** Something that writes JSON. */
  private interface Content {
    void write(JsonWriter json) throws IOException;
  }

  /** Vertex's chat completion. OpenAI's SDK parses what is called JSON only. */
  public static Answer chat(Answer answer) {
    boolean object = answer.body().length > 0 && answer.body()[0] == '{';
    boolean named = answer.headers().get(CONTENT_TYPE).filter(t -> t.contains("json")).isPresent();
    return object && !named
        ? new Answer(answer.status(), answer.headers().with(CONTENT_TYPE, JSON), answer.body())
        : answer;
  }

  /** The list of models, without pages. */
  public static Answer models(List<Model> models) {
    return json(
        json -> {
          json.beginObject().name("object").value("list").name("data").beginArray();
          for (Model model : models) {
            write(json, model);
          }
          json.endArray().endObject();
        });
  }

  /** One model. */
  public static Answer model(Model model) {
    return json(json -> write(json, model));
  }

  /** Nobody here knows when a model was made: 0. */
  private static void write(JsonWriter json, Model model) throws IOException {
    json.beginObject().name("id").value(model.id()).name("object").value("model");
    json.name("created").value(0).name("owned_by").value(model.owner()).endObject();
  }

  /**
   * Embeddings, with the sum of the tokens; without {@code usage} if Vertex did not count them all.
   *
   * @param parts in the order of the texts
   */
  public static Answer embeddings(OpenAiEmbeddings asked, List<Embedded> parts) {
    return json(
        json -> {
          json.beginObject().name("object").value("list").name("data").beginArray();
          int index = 0;
          for (Embedded part : parts) {
            for (double[] vector : part.vectors()) {
              json.beginObject().name("object").value("embedding").name("index").value(index++);
              write(json.name("embedding"), vector, asked.base64());
              json.endObject();
            }
          }
          json.endArray().name("model").value(asked.model());
          OptionalLong tokens = tokens(parts);
          if (tokens.isPresent()) {
            json.name("usage").beginObject();
            json.name("prompt_tokens").value(tokens.getAsLong());
            json.name("total_tokens").value(tokens.getAsLong()).endObject();
          }
          json.endObject();
        });
  }

  /** The sum, if each part was counted. */
  public static OptionalLong tokens(List<Embedded> parts) {
    return parts.stream().allMatch(part -> part.tokens().isPresent())
        ? OptionalLong.of(parts.stream().mapToLong(part -> part.tokens().getAsLong()).sum())
        : OptionalLong.empty();
  }

  private static void write(JsonWriter json, double[] vector, boolean base64) throws IOException {
    if (base64) {
      ByteBuffer floats =
          ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (double x : vector) {
        floats.putFloat((float) x);
      }
      json.value(Base64.getEncoder().encodeToString(floats.array()));
      return;
    }
    json.beginArray();
    for (double x : vector) {
      json.value(x);
    }
    json.endArray();
  }

  private static Answer json(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonWriter json = new JsonWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array of bytes does no I/O
    }
    return new Answer(200, new Headers(Map.of(CONTENT_TYPE, JSON)), bytes.toByteArray());
  }
}
