package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Headers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenAiAnswersTest {
  private static final List<Embedded> PARTS =
      List.of(
          new Embedded(List.of(new double[] {0.1, -2}), OptionalLong.of(2)),
          new Embedded(List.of(new double[] {1e-9}), OptionalLong.of(3)));

  private static OpenAiEmbeddings asked(boolean base64) {
    return new OpenAiEmbeddings("text", List.of("a", "b"), OptionalInt.empty(), base64);
  }

  private static JsonObject json(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("content-type").orElseThrow()).startsWith("application/json");
    return JsonParser.parseString(new String(answer.body(), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  @Test
  void embeddings_whenFloats_thenTheNumbersThatVertexGave() {
    JsonObject json = json(OpenAiAnswers.embeddings(asked(false), PARTS));

    assertThat(json.toString())
        .isEqualTo(
            "{\"object\":\"list\",\"data\":["
                + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.1,-2.0]},"
                + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[1.0E-9]}],"
                + "\"model\":\"text\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}");
  }

  @Test
  void embeddings_whenBase64_thenLittleEndianFloats() {
    JsonObject json = json(OpenAiAnswers.embeddings(asked(true), PARTS));

    String text =
        json.getAsJsonArray("data").get(0).getAsJsonObject().get("embedding").getAsString();
    ByteBuffer floats =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(floats.remaining()).isEqualTo(8);
    assertThat(floats.getFloat()).isEqualTo(0.1f);
    assertThat(floats.getFloat()).isEqualTo(-2f);
  }

  @Test
  void embeddings_whenTokensAreUnknown_thenNoUsageIsMadeUp() {
    List<Embedded> parts =
        List.of(PARTS.get(0), new Embedded(PARTS.get(1).vectors(), OptionalLong.empty()));

    assertThat(json(OpenAiAnswers.embeddings(asked(false), parts)).has("usage")).isFalse();
  }

  @Test
  void models_whenThereAreSome_thenAListWithoutPages() {
    JsonObject json =
        json(OpenAiAnswers.models(List.of(new OpenAiAnswers.Model("chat", "google"))));

    assertThat(json.toString())
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"id\":\"chat\",\"object\":\"model\",\"created\":0,"
                + "\"owned_by\":\"google\"}]}");
  }

  @Test
  void chat_whenJsonIsNotCalledSo_thenItIs() {
    Answer binary =
        new Answer(
            200,
            new Headers(Map.of("content-type", "application/octet-stream")),
            "{}".getBytes(StandardCharsets.UTF_8));

    assertThat(OpenAiAnswers.chat(binary).headers().get("content-type").orElseThrow())
        .startsWith("application/json");
  }

  @Test
  void chat_whenEventsOrJson_thenAsItCame() {
    Answer events =
        new Answer(
            200,
            new Headers(Map.of("content-type", "text/event-stream")),
            "data: {}\n\n".getBytes(StandardCharsets.UTF_8));

    assertThat(OpenAiAnswers.chat(events)).isSameAs(events);
  }
}
