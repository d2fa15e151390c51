package io.github.vertexbridge.guard;

import static io.github.vertexbridge.guard.Held.CLAUDE;
import static io.github.vertexbridge.guard.Held.FLASH;
import static io.github.vertexbridge.guard.Held.apply;
import static io.github.vertexbridge.guard.Held.chat;
import static io.github.vertexbridge.guard.Held.forbidden;
import static io.github.vertexbridge.guard.Held.refused;
import static io.github.vertexbridge.guard.Held.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForbiddenTest {
  private static final List<Target> GEMINI =
      List.of(
          target(FLASH, "generateContent"),
          target("endpoints/1", "streamGenerateContent"),
          target(FLASH, "countTokens"),
          target(FLASH, "computeTokens"),
          target("cachedContents", "cachedContents.create", FLASH),
          target("cachedContents/1", "cachedContents.patch"));
  private static final List<Target> CHAT =
      List.of(chat(FLASH), target("endpoints/1", "chatCompletions"));
  private static final List<Target> ANTHROPIC =
      List.of(
          target(CLAUDE, "rawPredict"),
          target(CLAUDE, "streamRawPredict"),
          target("publishers/anthropic/models/count-tokens", "rawPredict", CLAUDE));

  private static Terms terms(String name) {
    return name.startsWith("tools.")
        ? forbidden(Set.of(), Set.of(name.substring(6)))
        : forbidden(Set.of(name), Set.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gemini    | cachedContent              | {'cachedContent':'c'}                  | cachedContent",
        "gemini    | cachedContent              | {'cached_content':'c'}                 | cached_content",
        "gemini    | cachedContent              | {'cached\\u0043ontent':'c'}            | cachedContent",
        "gemini    | thinkingConfig             | {'generationConfig':{'thinking_config':{}}} | generationConfig.thinking_config",
        "gemini    | routingConfig              | {'generation_config':{'routingConfig':{}}} | generation_config.routingConfig",
        "gemini    | tools                      | {'tools':[]}                           | tools",
        "gemini    | tools.googleSearch         | {'tools':[{},{'googleSearch':{}}]}     | tools[1].googleSearch",
        "gemini    | tools.googleSearch         | {'tools':[{'google_search':{}}]}       | tools[0].google_search",
        "gemini    | tools.codeExecution        | {'tools':[{'codeExecution':{}}]}       | tools[0].codeExecution",
        "gemini    | tools.functionDeclarations | {'tools':[{'function_declarations':[]}]} | tools[0].function_declarations",
        "chat      | cachedContent              | {'extra_body':{'google':{'cached_content':'c'}}} | extra_body.google.cached_content",
        "chat      | cachedContent              | {'extraBody':{'google':{'cachedContent':'c'}}} | extraBody.google.cachedContent",
        "chat      | cachedContent              | {'google':{'cached_content':'c'}}      | google.cached_content",
        "chat      | thinkingConfig             | {'extra_body':{'google':{'thinking_config':{}}}} | extra_body.google.thinking_config",
        "chat      | thinkingConfig             | {'reasoning_effort':'high'}            | reasoning_effort",
        "chat      | tools                      | {'functions':[]}                       | functions",
        "chat      | tools                      | {'web_search_options':{}}              | web_search_options",
        "chat      | tools.googleSearch         | {'web_search_options':{}}              | web_search_options",
        "chat      | tools.googleSearch         | {'extra_body':{'google':{'tools':[{'google_search':{}}]}}} | tools[0].google_search",
        "chat      | tools.urlContext           | {'tools':[{'url_context':{}}]}         | tools[0].url_context",
        "chat      | tools.functionDeclarations | {'functions':[]}                       | functions",
        "chat      | tools.functionDeclarations | {'tools':[{'type':'function','function':{}}]} | tools[0].function",
        "anthropic | tools                      | {'tools':[]}                           | tools",
        "anthropic | tools                      | {'mcp_servers':[]}                     | mcp_servers",
        "anthropic | thinkingConfig             | {'thinking':{'type':'enabled'}}        | thinking",
        "anthropic | tools.googleSearch         | {'tools':[{'type':'web_search_20250305'}]} | tools[0].type",
        "anthropic | tools.urlContext           | {'tools':[{'type':'web_fetch_20250910'}]} | tools[0].type",
        "anthropic | tools.codeExecution        | {'tools':[{'type':'code_execution_20250825'}]} | tools[0].type",
        "anthropic | tools.computerUse          | {'tools':[{'type':'computer_20250124'}]} | tools[0].type",
        "anthropic | tools.mcpServers           | {'mcp_servers':[]}                     | mcp_servers",
        "anthropic | tools.functionDeclarations | {'tools':[{'name':'f'}]}               | tools[0]",
        "anthropic | tools.functionDeclarations | {'tools':[{'type':'custom'}]}          | tools[0].type",
      })
  void forbidden_whenThere_thenA400ThatNamesTheMember(
      String format, String name, String body, String member) {
    for (Target target : targets(format)) {
      Failure failure = refused(target, terms(name), body);

      assertThat(failure.code()).isEqualTo(FailureCode.FIELD_NOT_ALLOWED);
      assertThat(failure.code().httpStatus()).isEqualTo(400);
      assertThat(failure.seen()).contains(member + "'");
    }
  }

  private static List<Target> targets(String format) {
    return switch (format) {
      case "gemini" -> GEMINI;
      case "chat" -> CHAT;
      default -> ANTHROPIC;
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'contents':[{'parts':[{'text':'cachedContent'}]}],'cachedContent':null}",
        "{'tools':[{'urlContext':{}}],'x':{'googleSearch':{}}}",
        "{'tools':null,'generationConfig':{'cachedContent':1}}",
      })
  void forbidden_whenNotThere_thenNotEdited(String body) {
    assertThat(
            apply(GEMINI.get(0), forbidden(Set.of("cachedContent"), Set.of("googleSearch")), body)
                .edited())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'tools':{'googleSearch':{}}}",
        "{'tools':[[{'googleSearch':{}}]]}",
        "{'tools':[],'tools':[{'googleSearch':{}}]}",
        "{'tools':[{'googleSearch':null,'google_search':{}}]}",
      })
  void forbidden_whenUnclear_thenA400ThatNamesTheMember(String body) {
    Failure failure = refused(GEMINI.get(0), terms("tools.googleSearch"), body);

    assertThat(failure.code()).isEqualTo(FailureCode.FIELD_INVALID);
    assertThat(failure.seen()).contains("tools");
  }
}
