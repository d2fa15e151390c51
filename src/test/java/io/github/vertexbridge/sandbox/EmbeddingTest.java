package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Embeddings: what they mean, and the limits of the models. */
class EmbeddingTest extends RunningSandbox {
  private static final String HERE =
      "/v1/projects/vertex-sandbox/locations/europe-west4/publishers/google/models/";

  @Test
  void embedding_whenTextsShareWords_thenTheyAreNearerThanThoseThatDoNot() {
    for (int dimensions : new int[] {3072, 768, 64}) {
      double[] cat = of("the cat sat on the mat", "", dimensions);
      double near = cosine(cat, of("a cat on a mat", "", dimensions));
      double far = cosine(cat, of("interest rates rose sharply today", "", dimensions));

      assertThat(near).as("of %d", dimensions).isGreaterThan(far + 0.2);
    }
    assertThat(cosine(of("one", "", 768), of("One", "", 768))).isCloseTo(1, within(1e-9));
    assertThat(of("one", "CLUSTERING", 768)).isNotEqualTo(of("one", "", 768));
    assertThat(of("one two", "", 8)).containsExactly(first(of("one two", "", 768), 8));
  }

  private static double[] of(String text, String task, int wanted) {
    return Embedding.of(text, "", task, true, 3072, wanted).values().toArray();
  }

  private static double[] first(double[] values, int n) {
    return IntStream.range(0, n).mapToDouble(i -> values[i]).toArray();
  }

  private static double cosine(double[] a, double[] b) {
    double dot = 0;
    double left = 0;
    double right = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      left += a[i] * a[i];
      right += b[i] * b[i];
    }
    return dot / Math.sqrt(left * right);
  }

  @Test
  void predict_whenAskedForDimensions_thenThatManyAndTheTokens() throws Exception {
    HttpResponse<String> answer =
        ask(
            "text-embedding-005:predict",
            "{\"instances\":[{\"content\":\"one two\",\"task_type\":\"CLUSTERING\"},{\"content\":\"x\"}],"
                + "\"parameters\":{\"outputDimensionality\":16}}");

    JsonObject first =
        json(answer)
            .getAsJsonArray("predictions")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("embeddings");
    assertThat(first.getAsJsonArray("values")).hasSize(16);
    assertThat(first.getAsJsonObject("statistics").get("token_count").getAsInt()).isEqualTo(2);
  }

  @Test
  void embedContent_whenSeveralParts_thenOneVectorAndUsage() throws Exception {
    HttpResponse<String> answer =
        ask(
            "gemini-embedding-2:embedContent",
            "{\"content\":{\"parts\":[{\"text\":\"one\"},{\"text\":\"two\"}]},"
                + "\"embedContentConfig\":{\"outputDimensionality\":32}}");

    assertThat(json(answer).getAsJsonObject("embedding").getAsJsonArray("values")).hasSize(32);
    assertThat(json(answer).getAsJsonObject("usageMetadata").get("promptTokenCount").getAsInt())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text-embedding-005 | 251 | 1 | 1 | 400",
        "text-embedding-005 | 250 | 1 | 768 | 200",
        "text-embedding-005 | 1 | 1 | 769 | 400",
        "text-embedding-005 | 11 | 2000 | 8 | 400",
        "gemini-embedding-001 | 2 | 1 | 8 | 400",
        "gemini-embedding-001 | 1 | 1 | 3072 | 200",
        "gemini-embedding-001 | 1 | 3000 | 8 | 200",
        "gemini-embedding-2 | 1 | 1 | 8 | 400",
      })
  void predict_whenBeyondALimit_then400(
      String model, int texts, int words, int dimensions, int status) throws Exception {
    String instance = "{\"content\":\"" + "w ".repeat(words) + "\"}";
    String body =
        "{\"instances\":["
            + IntStream.range(0, texts).mapToObj(i -> instance).collect(Collectors.joining(","))
            + "],\"parameters\":{\"outputDimensionality\":"
            + dimensions
            + "}}";

    assertThat(ask(model + ":predict", body).statusCode()).isEqualTo(status);
  }

  @Test
  void predict_whenTooLongAndNotToBeCut_then400() throws Exception {
    String body =
        "{\"instances\":[{\"content\":\""
            + "w ".repeat(2049)
            + "\"}],\"parameters\":{\"autoTruncate\":false}}";

    assertThat(ask("text-embedding-005:predict", body).statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> ask(String action, String body) throws Exception {
    return client.vertex("europe-west4", HERE + action, client.accessToken(), body);
  }
}
