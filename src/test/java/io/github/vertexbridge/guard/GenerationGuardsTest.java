package io.github.vertexbridge.guard;

import static io.github.vertexbridge.guard.Held.CLAUDE;
import static io.github.vertexbridge.guard.Held.FLASH;
import static io.github.vertexbridge.guard.Held.apply;
import static io.github.vertexbridge.guard.Held.armor;
import static io.github.vertexbridge.guard.Held.chat;
import static io.github.vertexbridge.guard.Held.held;
import static io.github.vertexbridge.guard.Held.labels;
import static io.github.vertexbridge.guard.Held.refused;
import static io.github.vertexbridge.guard.Held.safety;
import static io.github.vertexbridge.guard.Held.target;
import static io.github.vertexbridge.guard.Held.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationGuardsTest {
  private static final Target GENERATE = target(FLASH, "generateContent");
  private static final Target CHAT = chat(FLASH);
  private static final Target CLAUDES = target(CLAUDE, "rawPredict");

  @Test
  void apply_whenNothingIsDemanded_thenTheSameArrayUnread() {
    byte[] noJson = {'{', 'x'};

    Guarded guarded =
        Guards.apply(GENERATE, Terms.NONE, java.util.Optional.empty(), Held.ID, noJson);

    assertThat(guarded.body()).isSameAs(noJson);
    assertThat(guarded.edited()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                            | {'generationConfig':{'maxOutputTokens':100}}",
        "{ 'a' : 1 }                                   | { 'a' : 1,'generationConfig':{'maxOutputTokens':100} }",
        "{'generationConfig':null}                     | {'generationConfig':{'maxOutputTokens':100}}",
        "{'generationConfig':{ }}                      | {'generationConfig':{'maxOutputTokens':100 }}",
        "{'generation_config':{'x':[1] } }             | {'generation_config':{'x':[1],'maxOutputTokens':100 } }",
        "{'generationConfig':{'maxOutputTokens':null}} | {'generationConfig':{'maxOutputTokens':100}}",
        "{'generationConfig':{'maxOutputTokens':101}}  | {'generationConfig':{'maxOutputTokens':100}}",
        "{'generationConfig':{'maxOutputTokens':1e9}}  | {'generationConfig':{'maxOutputTokens':100}}",
        "{'generationConfig':{'max_output_tokens':'200'},'z':1} | {'generationConfig':{'max_output_tokens':100},'z':1}",
        "{'generationConfig':{'candidateCount':3}}     | {'generationConfig':{'candidateCount':3,'maxOutputTokens':33}}",
        "{'generationConfig':{'maxOutputTokens':60,'candidate_count':2}} | {'generationConfig':{'maxOutputTokens':50,'candidate_count':2}}",
      })
  void tokens_whenAbsentOrAbove_thenTheCap(String body, String expected) {
    assertThat(held(GENERATE, tokens(100), body)).isEqualTo(expected);
    assertThat(held(target("endpoints/1", "streamGenerateContent"), tokens(100), body))
        .isEqualTo(expected);
  }

  @Test
  void tokens_whenBelowTheCap_thenNotEdited() {
    Guarded guarded = apply(GENERATE, tokens(100), "{'generationConfig':{'maxOutputTokens':1e2}}");

    assertThat(guarded.edited()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'generationConfig':[]}                              | generationConfig",
        "{'generationConfig':{},'generation_config':{}}       | generation_config",
        "{'generationConfig':{},'generationConfig':null}      | generationConfig",
        "{'generationConfig':{'maxOutputTokens':true}}        | generationConfig.maxOutputTokens",
        "{'generationConfig':{'maxOutputTokens':'many'}}      | generationConfig.maxOutputTokens",
        "{'generationConfig':{'maxOutputTokens':0}}           | generationConfig.maxOutputTokens",
        "{'generationConfig':{'maxOutputTokens':-1}}          | generationConfig.maxOutputTokens",
        "{'generationConfig':{'maxOutputTokens':1,'max_output_tokens':1}} | generationConfig.max",
        "{'generationConfig':{'maxOutputTokens':1,'maxOutputT\\u006fkens':1}} | generationConfig.max",
        "{'generationConfig':{'candidateCount':{}}}           | generationConfig.candidateCount",
      })
  void tokens_whenUnclear_thenA400ThatNamesTheMember(String body, String member) {
    Failure failure = refused(GENERATE, tokens(100), body);

    assertThat(failure.code()).isEqualTo(FailureCode.FIELD_INVALID);
    assertThat(failure.seen()).contains("'" + member);
  }

  @Test
  void tokens_whenMoreAnswersThanTokens_thenRefused() {
    Failure failure = refused(GENERATE, tokens(3), "{'generationConfig':{'candidateCount':4}}");

    assertThat(failure.code()).isEqualTo(FailureCode.FIELD_NOT_ALLOWED);
    assertThat(failure.seen()).contains("generationConfig.candidateCount").contains("(3)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'model':'m'}                  | {'model':'m','max_tokens':100}",
        "{'max_tokens':200}             | {'max_tokens':100}",
        "{'maxTokens':200}              | {'maxTokens':100}",
        "{'max_completion_tokens':200}  | {'max_completion_tokens':100}",
        "{'max_tokens':7,'max_completion_tokens':200} | {'max_tokens':7,'max_completion_tokens':100}",
        "{'n':4,'max_tokens':200}       | {'n':4,'max_tokens':25}",
      })
  void tokens_whenChat_thenEachNameIsCapped(String body, String expected) {
    assertThat(held(CHAT, tokens(100), body)).isEqualTo(expected);
    assertThat(held(target("endpoints/1", "chatCompletions"), tokens(100), body))
        .isEqualTo(expected);
  }

  @Test
  void tokens_whenAnthropic_thenMaxTokensButNotWhereTokensAreCounted() {
    Target count = target("publishers/anthropic/models/count-tokens", "rawPredict", CLAUDE);

    assertThat(held(CLAUDES, tokens(100), "{'max_tokens':4096,'messages':[]}"))
        .isEqualTo("{'max_tokens':100,'messages':[]}");
    assertThat(held(target(CLAUDE, "streamRawPredict"), tokens(100), "{'stream':true}"))
        .isEqualTo("{'stream':true,'max_tokens':100}");
    assertThat(apply(count, tokens(100), "{'messages':[]}").edited()).isFalse();
  }

  @Test
  void tokens_whenPredict_thenLoweredButNeverAdded() {
    Target predict = target("endpoints/1", "predict");

    assertThat(held(predict, tokens(9), "{'parameters':{'maxOutputTokens':10}}"))
        .isEqualTo("{'parameters':{'maxOutputTokens':9}}");
    assertThat(apply(predict, tokens(9), "{'instances':[[1]]}").edited()).isFalse();
    assertThat(apply(predict, tokens(9), "{'instances':[],'parameters':[1]}").edited()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                                   | [{H:M}]",
        "[ {H:'BLOCK_NONE' } ]                                | [ {H:M } ]",
        "[{H:'OFF'}]                                          | [{H:M}]",
        "[{H:'HARM_BLOCK_THRESHOLD_UNSPECIFIED'}]             | [{H:M}]",
        "[{H:'NEW_ONE'}]                                      | [{H:M}]",
        "[{H:4}]                                              | [{H:M}]",
        "[{H:'BLOCK_ONLY_HIGH'}, {H:5}]                       | [{H:M}, {H:M}]",
        "[{H:M}]                                              | [{H:M}]",
        "[{H:2}]                                              | [{H:2}]",
        "[{H:'BLOCK_LOW_AND_ABOVE'}]                          | [{H:'BLOCK_LOW_AND_ABOVE'}]",
        "[{H:1}]                                              | [{H:1}]",
        "[{'method':'SEVERITY','category':3}]                 | [{'method':'SEVERITY','category':3,'threshold':M}]",
        "[{'category':'HARM_CATEGORY_JAILBREAK','threshold':4} ] | [{'category':'HARM_CATEGORY_JAILBREAK','threshold':4},{H:M} ]",
      })
  void safety_whenWeakerOrMissing_thenTheFloor(String settings, String expected) {
    Terms floor = safety("HARASSMENT", "BLOCK_MEDIUM_AND_ABOVE");

    assertThat(held(GENERATE, floor, "{'safetySettings':" + spelled(settings) + "}"))
        .isEqualTo("{'safetySettings':" + spelled(expected) + "}");
    assertThat(held(GENERATE, floor, "{'safety_settings':" + spelled(settings) + "}"))
        .isEqualTo("{'safety_settings':" + spelled(expected) + "}");
    String chat = "{'extra_body':{'google':{'safety_settings':%s}}}";
    assertThat(held(CHAT, floor, chat.formatted(spelled(settings))))
        .isEqualTo(chat.formatted(spelled(expected)));
  }

  private static String spelled(String settings) {
    return settings
        .replace("H:", "'category':'HARM_CATEGORY_HARASSMENT','threshold':")
        .replace(":M", ":'BLOCK_MEDIUM_AND_ABOVE'");
  }

  @Test
  void safety_whenNothingIsThere_thenAllCategories() {
    Terms floor = safety("HARASSMENT", "BLOCK_ONLY_HIGH", "JAILBREAK", "BLOCK_LOW_AND_ABOVE");

    assertThat(held(GENERATE, floor, "{}"))
        .isEqualTo(
            "{'safetySettings':["
                + "{'category':'HARM_CATEGORY_HARASSMENT','threshold':'BLOCK_ONLY_HIGH'},"
                + "{'category':'HARM_CATEGORY_JAILBREAK','threshold':'BLOCK_LOW_AND_ABOVE'}]}");
    assertThat(held(CHAT, floor, "{'extra_body':{'google':{'x':1}}}"))
        .startsWith("{'extra_body':{'google':{'x':1,'safety_settings':[{");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'safetySettings':{}}                     | FIELD_INVALID     | safetySettings",
        "{'safetySettings':[1]}                    | FIELD_INVALID     | safetySettings[0]",
        "{'safetySettings':[{'category':true}]}    | FIELD_INVALID     | safetySettings[0].category",
        "{'safetySettings':[{'category':77}]}      | FIELD_INVALID     | safetySettings[0].category",
        "{'safetySettings':[{'category':'a','category':'b'}]} | FIELD_INVALID | safetySettings[0].category",
        "{'safetySettings':[],'safety_settings':[]} | FIELD_INVALID    | safety",
        "{'model_armor_config':{}}                 | FIELD_NOT_ALLOWED | modelArmorConfig",
      })
  void safety_whenUnclear_thenA400ThatNamesTheMember(String body, FailureCode code, String member) {
    Failure failure = refused(GENERATE, safety("HARASSMENT", "BLOCK_ONLY_HIGH"), body);

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.seen()).contains(member);
  }

  @Test
  void armor_whenDemanded_thenTheRulesTemplateInPlaceOfTheCallers() {
    String set = "'modelArmorConfig':{'promptTemplateName':'t'}";

    assertThat(held(GENERATE, armor("t"), "{'a':1}")).isEqualTo("{'a':1," + set + "}");
    assertThat(
            held(
                GENERATE,
                armor("t"),
                "{'model_armor_config':{'responseTemplateName':'own'},'z':1}"))
        .isEqualTo("{'model_armor_config':{'promptTemplateName':'t'},'z':1}");
    assertThat(refused(GENERATE, armor("t"), "{'safety_settings':[]}").code())
        .isEqualTo(FailureCode.FIELD_NOT_ALLOWED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                  | {'labels':{'team':'support'}}",
        "{'labels':null}                     | {'labels':{'team':'support'}}",
        "{'labels':{ }}                      | {'labels':{'team':'support' }}",
        "{'labels':{'team':'sales', 'a':''}} | {'labels':{'team':'support', 'a':''}}",
        "{'labels':{'a':'ß-1'}}              | {'labels':{'a':'ß-1','team':'support'}}",
        "{'labels':{'team':'support'}}       | {'labels':{'team':'support'}}",
      })
  void labels_whenMerged_thenTheRulesWin(String body, String expected) {
    Terms labels = labels(Map.of("team", "support"));

    assertThat(held(GENERATE, labels, body)).isEqualTo(expected);
    assertThat(held(target("endpoints/1", "predict"), labels, body)).isEqualTo(expected);
    assertThat(held(target(FLASH, "predictLongRunning"), labels, body)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'labels':[]}",
        "{'labels':{'Team':'a'}}",
        "{'labels':{'1a':'a'}}",
        "{'labels':{'a':'A'}}",
        "{'labels':{'a':'a b'}}",
        "{'labels':{'a':1}}",
        "{'labels':{'a':null}}",
        "{'labels':{'a':'x','a':'y'}}",
        "{'labels':{},'labels':{}}",
      })
  void labels_whenMalformed_thenA400ThatNamesThem(String body) {
    Failure failure = refused(GENERATE, labels(Map.of("team", "support")), body);

    assertThat(failure.code()).isEqualTo(FailureCode.FIELD_INVALID);
    assertThat(failure.seen()).contains("labels");
  }

  @Test
  void labels_whenTooMany_thenRefused() {
    StringBuilder many = new StringBuilder("{'labels':{'a0':''");
    for (int i = 1; i < 64; i++) {
      many.append(",'a").append(i).append("':''");
    }

    assertThat(refused(GENERATE, labels(Map.of("team", "x")), many + "}}").seen()).contains("64");
    assertThat(apply(GENERATE, labels(Map.of("a0", "")), many + "}}").edited()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "endpoints/openapi, chatCompletions, " + FLASH + ", labels armor",
    "endpoints/openapi, chatCompletions, publishers/meta/models/llama, labels armor safety",
    "endpoints/1, chatCompletions, endpoints/1, labels armor safety",
    CLAUDE + ", rawPredict, " + CLAUDE + ", labels armor safety",
    CLAUDE + ", streamRawPredict, " + CLAUDE + ", labels armor safety",
    "endpoints/1, rawPredict, endpoints/1, labels armor safety tokens forbidden",
    FLASH + ", rawPredict, " + FLASH + ", labels armor safety tokens forbidden",
    FLASH + ", predict, " + FLASH + ", armor safety",
    FLASH + ", predictLongRunning, " + FLASH + ", armor safety",
    FLASH + ", embedContent, " + FLASH + ", labels",
    "endpoints/1, explain, endpoints/1, labels",
    "batchPredictionJobs, batchPredictionJobs.create, " + FLASH + ", armor safety tokens forbidden",
    FLASH + ", countTokens, " + FLASH + ", ''",
    "endpoints/1, predict, endpoints/1, ''",
  })
  void demand_whenTheFormatCannotCarryIt_thenRefusedWithTheReason(
      String resource, String action, String model, String refused) {
    Map<String, Terms> demands =
        Map.of(
            "labels", labels(Map.of("team", "support")),
            "armor", armor("t"),
            "safety", safety("HARASSMENT", "BLOCK_ONLY_HIGH"),
            "tokens", tokens(9),
            "forbidden", Held.forbidden(java.util.Set.of("cachedContent"), java.util.Set.of()));

    demands.forEach(
        (name, terms) -> {
          if (refused.contains(name)) {
            Failure failure = refused(target(resource, action, model), terms, "{}");
            assertThat(failure.code()).as(name).isEqualTo(FailureCode.TERMS_NOT_HELD);
            assertThat(failure.code().httpStatus()).isEqualTo(403);
            assertThat(failure.seen()).contains(action).contains(model);
          } else {
            apply(target(resource, action, model), terms, "{}");
          }
        });
  }
}
