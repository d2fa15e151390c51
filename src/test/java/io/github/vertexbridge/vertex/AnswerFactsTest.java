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

  @Test
  void of_whenChatCompletion_thenItsCountsAndTrafficType() {
    AnswerFacts facts =
        json(
            """
            {"id":"x","choices":[{"message":{"usage":{"no":1}}}],"usage":{"prompt_tokens":3,
             "completion_tokens":4,"total_tokens":7,"cost":0.5,"prompt_tokens_details":{"a":1},
             "extra_properties":{"google":{"traffic_type":"PROVISIONED_THROUGHPUT"}}}}""");

    assertThat(facts.usage())
        .isEqualTo(Map.of("prompt_tokens", 3L, "completion_tokens", 4L, "total_tokens", 7L));
    assertThat(facts.facts()).containsEntry("trafficType", "PROVISIONED_THROUGHPUT");
  }

  @Test
  void of_whenAnthropicStreams_thenBothCounts() {
    String stream =
        """
        event: message_start
        data: {"type":"message_start","message":{"usage":{"input_tokens":9,"output_tokens":1}}}

        event: message_delta
        data: {"type":"message_delta","usage":{"output_tokens":12}}

        """;

    AnswerFacts facts =
        AnswerFacts.of(
            new Answer(
                200, new Headers(Map.of("content-type", "text/event-stream")), bytes(stream)));

    assertThat(facts.usage()).isEqualTo(Map.of("input_tokens", 9L, "output_tokens", 12L));
  }

  @Test
  void of_whenAContainerNestsAsItLikes_thenNothingOverflows() {
    String deep = "{\"message\":".repeat(100_000) + "1" + "}".repeat(100_000);

    assertThat(json(deep).usage()).isEmpty();
    assertThat(json("{\"usage\":" + deep.replace("message", "google") + "}").usage()).isEmpty();
  }

  private static AnswerFacts json(String body) {
    return AnswerFacts.of(
        new Answer(200, new Headers(Map.of("content-type", "application/json")), bytes(body)));
  }
}
