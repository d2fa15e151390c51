package io.github.vertexbridge.surface;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/**
 * Texts that were embedded by one call to Vertex.
 *
 * @param vectors in the order of the texts
 * @param tokens how many the texts have, if Vertex said so for all of them
 */
public record Embedded(List<double[]> vectors, OptionalLong tokens) {
  public Embedded {
    vectors = List.copyOf(vectors);
  }

  /**
   * Reads the answer of {@code predict} or {@code embedContent}. Vectors that were asked to be
   * shorter get length 1 again: not every model sees to that, and callers compare by inner product.
   *
   * @param texts how many were sent
   * @param shortened whether the caller chose the number of dimensions
   * @throws FailureException VERTEX_MALFORMED
   */
  public static Embedded read(Answer answer, int texts, boolean shortened) {
    Reading reading = new Reading();
    try (JsonReader json =
        new JsonReader(
            new InputStreamReader(
                new ByteArrayInputStream(answer.body()), StandardCharsets.UTF_8))) {
      reading.root(json);
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new FailureException(malformed(), e);
    }
    if (reading.vectors.size() != texts
        || reading.vectors.stream().anyMatch(vector -> vector.length == 0)) {
      throw malformed().asException();
    }
    return new Embedded(
        shortened ? reading.vectors.stream().map(Embedded::unit).toList() : reading.vectors,
        reading.counts == texts ? OptionalLong.of(reading.tokens) : OptionalLong.empty());
  }

  private static double[] unit(double[] vector) {
    double length = Math.sqrt(DoubleStream.of(vector).map(x -> x * x).sum());
    return length == 0 ? vector : DoubleStream.of(vector).map(x -> x / length).toArray();
  }

  private static Failure malformed() {
    return Failure.at(
        Hop.VERTEX,
        FailureCode.VERTEX_MALFORMED,
        "Vertex's answer does not hold one vector for each text.",
        "Check that the model is one for text embeddings.");
  }

  /** What one pass over an answer finds. */
  private static final class Reading {
    private final List<double[]> vectors = new ArrayList<>();
    private long tokens;
    private int counts;

    /** {@code {"predictions":[{"embeddings":E}]}} or {@code {"embedding":E,"usageMetadata":{}}}. */
    void root(JsonReader json) throws IOException {
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "predictions" -> predictions(json);
          case "embedding" -> embedding(json);
          case "usageMetadata" -> count(json, "promptTokenCount");
          default -> json.skipValue();
        }
      }
      json.endObject();
    }

    private void predictions(JsonReader json) throws IOException {
      json.beginArray();
      while (json.hasNext()) {
        json.beginObject();
        while (json.hasNext()) {
          if (json.nextName().equals("embeddings")) {
            embedding(json);
          } else {
            json.skipValue();
          }
        }
        json.endObject();
      }
      json.endArray();
    }

    private void embedding(JsonReader json) throws IOException {
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "values" -> values(json);
          case "statistics" -> count(json, "token_count");
          default -> json.skipValue();
        }
      }
      json.endObject();
    }

    private void values(JsonReader json) throws IOException {
      DoubleStream.Builder values = DoubleStream.builder();
      json.beginArray();
      while (json.hasNext()) {
        values.add(json.nextDouble());
      }
      json.endArray();
      vectors.add(values.build().toArray());
    }

    private void count(JsonReader json, String name) throws IOException {
      json.beginObject();
      while (json.hasNext()) {
        if (json.nextName().equals(name) && json.peek() == JsonToken.NUMBER) {
          tokens += (long) json.nextDouble();
          counts++;
        } else {
          json.skipValue();
        }
      }
      json.endObject();
    }
  }
}
