package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ResourceName;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiChatTest {
  private static final ResourceName FLASH =
      ResourceName.publisherModel("google", "gemini-2.5-flash");
  private static final ResourceName LLAMA = ResourceName.publisherModel("meta", "llama-3.3");

  private static OpenAiChat chat(String more) {
    return OpenAiChat.read(
        ("{\"model\":\"chat\",\"messages\":[]" + more + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static Failure refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
    FailureException thrown = catchThrowableOfType(FailureException.class, work);
    assertThat(thrown).as("refused").isNotNull();
    return thrown.failure();
  }

  @Test
  void read_whenThereIsMoreThanIsKnown_thenTheBodyStaysAsItCame() {
    byte[] body =
        "{ \"zz\":[1.0,{\"extra_content\":{\"google\":{\"thought_signature\":\"AbC=\"}}}],\n\"model\":\"m\", \"messages\":[] }"
            .getBytes(StandardCharsets.UTF_8);

    OpenAiChat chat = OpenAiChat.read(body);

    assertThat(chat.model()).isEqualTo("m");
    assertThat(chat.body()).isSameAs(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messages\":[]} | model | missing_required_parameter",
        "{\"model\":\"m\"} | messages | missing_required_parameter",
        "{\"model\":null,\"messages\":[]} | model | missing_required_parameter",
        "{\"model\":1,\"messages\":[]} | model | invalid_type",
        "{\"model\":\"m\",\"messages\":\"hi\"} | messages | invalid_type",
        "{\"model\":\"m\",\"messages\":[],\"stream\":\"true\"} | stream | invalid_type",
        "{\"model\":\"m\",\"messages\":[],\"n\":1.5} | n | invalid_type",
        "{\"model\":\"m\",\"messages\":[],\"n\":1e999999999999} | n | invalid_type",
        "{\"model\":\"m\",\"messages\":[],\"temperature\":\"hot\"} | temperature | invalid_type",
        "{\"model\":\"m\",\"messages\":[],\"stop\":1} | stop | invalid_type",
        "{\"model\":\"m\",\"messages\":[],\"tools\":{}} | tools | invalid_type",
        "{\"model\":\"m\",\"model\":\"n\",\"messages\":[]} | model | invalid_value",
      })
  void read_whenAParameterIsWrong_thenItIsNamed(String body, String param, String code) {
    Failure failure = refused(() -> OpenAiChat.read(body.strip().getBytes(StandardCharsets.UTF_8)));

    assertThat(failure.code()).isEqualTo(FailureCode.FIELD_INVALID);
    assertThat(failure.facts()).isEqualTo(Map.of("param", param, "code", code));
    assertThat(failure.seen()).contains("'" + param + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{", "\"x\"", "{} {}", ""})
  void read_whenNoJsonObject_thenSaid(String body) {
    assertThat(refused(() -> OpenAiChat.read(body.getBytes(StandardCharsets.UTF_8))).code())
        .isEqualTo(FailureCode.BODY_NOT_JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"audio\":{\"voice\":\"x\"}",
        "\"function_call\":\"none\"",
        "\"function_call\":{\"name\":\"f\"}",
        "\"logit_bias\":{\"50256\":-100}",
        "\"logprobs\":true",
        "\"parallel_tool_calls\":false",
        "\"service_tier\":\"flex\"",
        "\"store\":true",
        "\"top_logprobs\":3",
        "\"verbosity\":\"low\"",
      })
  void checkTakenBy_whenGeminiWouldIgnoreIt_thenRefusedByName(String member) {
    OpenAiChat chat = chat("," + member);

    Failure failure = refused(() -> chat.checkTakenBy(FLASH));

    assertThat(failure.facts())
        .containsEntry("code", "unsupported_parameter")
        .containsEntry("param", member.substring(1, member.indexOf('"', 1)));
    assertThatCode(() -> chat.checkTakenBy(LLAMA)).doesNotThrowAnyException();
    assertThatCode(() -> chat.checkTakenBy(ResourceName.endpoint("1"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"logit_bias\":{}",
        "\"logit_bias\":null",
        "\"logprobs\":false",
        "\"parallel_tool_calls\":true",
        "\"service_tier\":\"auto\"",
        "\"service_tier\":\"default\"",
        "\"store\":false",
        "\"top_logprobs\":0",
        "\"verbosity\":\"medium\"",
        "\"function_call\":\"auto\"",
        "\"user\":\"u\",\"metadata\":{\"a\":\"b\"},\"prediction\":{},\"safety_identifier\":\"s\"",
        "\"reasoning_effort\":\"low\",\"web_search_options\":{},\"max_completion_tokens\":5",
        "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"n\":2.0,\"seed\":-1",
        "\"top_k\":3",
      })
  void checkTakenBy_whenNothingIsLost_thenTaken(String members) {
    assertThatCode(() -> chat("," + members).checkTakenBy(FLASH)).doesNotThrowAnyException();
  }
}
