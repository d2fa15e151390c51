package io.github.vertexbridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BodyFormTest {
  private static String form(String json) {
    return BodyForm.of(JsonParser.parseString(json));
  }

  @Test
  void of_thenTextsAreLengthsAndTheInterfacesOwnWordsStay() {
    assertThat(
            form(
                """
                {"contents":[{"role":"user","parts":[{"text":"my secret"},
                  {"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}],
                 "generationConfig":{"temperature":0.2,"maxOutputTokens":64},
                 "instances":[{"age":41,"ok":true,"none":null}]}
                """))
        .isEqualTo(
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"[9 characters]\"},"
                + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"[4 characters]\"}}]}],"
                + "\"generationConfig\":{\"temperature\":0.2,\"maxOutputTokens\":64},"
                + "\"instances\":[{\"[name 1]\":\"[number]\",\"[name 2]\":true,\"[name 3]\":null}]}");
  }

  @Test
  void of_whenAMemberOfTheInterfaceHoldsASentence_thenItIsNotKept() {
    assertThat(form("{\"role\":\"tell nobody\",\"model\":\"" + "m".repeat(200) + "\"}"))
        .isEqualTo("{\"role\":\"[11 characters]\",\"model\":\"[200 characters]\"}");
  }

  @Test
  void of_whenNamesAreContent_thenTheyGoToo() {
    assertThat(form("{\"jane.doe@example.org\":1}")).isEqualTo("{\"[name 1]\":\"[number]\"}");
  }

  @Test
  void of_whenItIsBelowSomebodysOwnMember_thenNothingIsKept() {
    assertThat(
            form(
                "{\"instances\":[{\"type\":\"diabetic\",\"status\":\"ill\",\"childCount\":3}],"
                    + "\"functionCall\":{\"args\":{\"category\":\"bankruptcy\",\"AdaLovelace\":true}}}"))
        .doesNotContain("diabetic", "ill\"", "3}", "bankruptcy", "Ada");
  }

  @Test
  void of_whenItIsLong_thenItIsCut() {
    JsonArray array = new JsonArray();
    for (int i = 0; i < 30; i++) {
      array.add("x");
    }

    assertThat(BodyForm.of(array)).endsWith("\"[10 more]\"]");
    assertThat(form("{\"a\":" + ("[" + "\"x\",".repeat(19) + "\"x\"]") + "}"))
        .doesNotContain("more");
  }

  @Test
  void on_whenItsTimeIsOver_thenItEndsByItself() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    Instant end = Instant.EPOCH.plusSeconds(60);
    BodyLog log = new BodyLog(Optional.of(end), now::get);

    assertThat(log.on()).contains(end);
    now.set(end.plus(Duration.ofMillis(1)));
    assertThat(log.on()).isEmpty();
    assertThat(new BodyLog(Optional.empty(), now::get).on()).isEmpty();
  }
}
