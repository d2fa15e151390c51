package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.vertex.Calls.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Headers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerFactsTest {
  private static final String FIRST =
      "{\"responseId\":\"r\",\"usageMetadata\":{\"totalTokenCount\":1}}";
  private static final String LAST = "{\"usageMetadata\":{\"totalTokenCount\":9}}";

  @ParameterizedTest
  @CsvSource({
    "application/json,  '[%s,%s]'",
    "text/event-stream, 'data: %s~~data: %s~~data: [DONE]~~'",
    "text/event-stream, ': hello~~event: x~data: %s~~data: %s'",
  })
  void of_whenStream_thenTheLastCountsAreTheCounts(String type, String frame) {
    String body = frame.formatted(FIRST, LAST).replace("~", "\n");

    AnswerFacts facts =
        AnswerFacts.of(new Answer(200, new Headers(Map.of("content-type", type)), bytes(body)));

    assertThat(facts.usage()).containsEntry("totalTokenCount", 9L);
    assertThat(facts.facts()).containsEntry("responseId", "r");
  }

  @Test
  void of_whenAnEndpointAnswers_thenTheVersionOfItsModel() {
    AnswerFacts facts =
        AnswerFacts.of(
            new Answer(
                200,
                new Headers(Map.of("content-type", "application/json")),
                bytes("{\"predictions\":[],\"modelVersionId\":\"3\"}")));

    assertThat(facts.facts()).containsEntry("modelVersionId", "3");
  }
}
