package io.github.vertexbridge.policy;

import static io.github.vertexbridge.policy.Policies.APP;
import static io.github.vertexbridge.policy.Policies.FLASH;
import static io.github.vertexbridge.policy.Policies.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTest {
  private static final Policy POLICY =
      parse(
          """
          {"aliases": {"chat": {"model": "%s", "locations": ["europe-west4", "europe-west1"]}},
           "rules": [
             {"name": "chats", "callers": {"roles": ["R"], "applications": ["%s"]},
              "allow": {"models": ["chat"], "actions": ["generateContent"],
                        "residency": ["europe-*"]}},
             {"name": "work", "callers": {"queues": ["vertex-requests"]},
              "allow": {"models": ["%s"], "actions": ["predict"], "residency": ["eu"]}}]}
          """
              .formatted(FLASH, APP, FLASH));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "role=R,application=" + APP + " | generateContent chat              | true  | chats",
        "role=R,app=" + APP + "         | generateContent chat europe-west1 | true  | chats",
        "role=R,app=" + APP + "         | generateContent chat us-central1  | true  | chats",
        "role=R,app=" + APP + "         | generateContent " + FLASH + " eu  | false | chats",
        "role=R                         | generateContent chat              | false | chats",
        "queue=vertex-requests          | predict " + FLASH + " eu          | true  | work",
        "role=R                         | generateContent other             | false | none",
      })
  void ask_thenWhatTheAppWouldDecide(String caller, String call, boolean allowed, String rule) {
    Explanation answer = Question.of(caller, call).ask(POLICY);

    assertThat(answer.decision().allowed()).as(answer.decision().reason()).isEqualTo(allowed);
    assertThat(answer.decision().rule().orElse("none")).isEqualTo(rule);
  }

  @Test
  void ask_thenEachRuleSaysWhy() {
    Explanation answer = Question.of("role=R", "generateContent chat").ask(POLICY);

    assertThat(answer.rules())
        .extracting(Explanation.Verdict::rule)
        .containsExactly("chats", "work");
    assertThat(answer.rules().get(0).whyNot()).contains("other applications");
    assertThat(answer.rules().get(1).whyNot()).contains("it is for queues");
    assertThat(answer.toJson()).contains("\"allowed\" : false", "\"whyNot\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "role=R        | generateContent            | is no call",
        "role=R        | generateContent chat Mars     | 'Mars' is no location",
        "role=R        | generateContent " + FLASH + " | needs a model and a location",
        "role=R        | generate_content chat      | is no action",
        "me            | generateContent chat       | 'me' is no part of a caller",
        "rolle=R       | generateContent chat       | 'rolle' is no part of a caller",
        "application=x | generateContent chat       | 'x' is no application",
      })
  void of_whenItIsNoQuestion_thenSaysWhy(String caller, String call, String why) {
    assertThatThrownBy(() -> Question.of(caller, call))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
