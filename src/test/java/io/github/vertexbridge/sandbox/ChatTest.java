package io.github.vertexbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenAI-compatible endpoint, and the same tricks of generateContent. */
class ChatTest extends RunningSandbox {
  private static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\","
          + "\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\",\"minimum\":2}},"
          + "\"required\":[\"city\"]}}}]";

  private String token = "";

  @BeforeEach
  void token() throws Exception {
    token = client.accessToken();
  }

  private HttpResponse<String> send(String body) throws Exception {
    String location = body.contains("gemini-3") ? "global" : "europe-west4";
    return client.vertex(
        location,
        "/v1/projects/vertex-sandbox/locations/" + location + "/endpoints/openapi/chat/completions",
        token,
        body);
  }

  private static String chat(String model, String prompt, String more) {
    JsonObject message = new JsonObject();
    message.addProperty("role", "user");
    message.addProperty("content", prompt);
    return "{\"model\":\"google/%s\",\"messages\":[%s]%s}".formatted(model, message, more);
  }

  private static JsonObject choice(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return SandboxClient.json(answer).getAsJsonArray("choices").get(0).getAsJsonObject();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "emulator:call weather {\"city\":\"Oslo\"} | , %s | {\"city\":\"Oslo\"}",
        "emulator:call weather | , %s | {\"city\":\"x\",\"days\":2}",
        "anything | , %s, \"tool_choice\":\"required\" | {\"city\":\"x\",\"days\":2}",
        "anything | , %s, \"tool_choice\":{\"function\":{\"name\":\"weather\"}} | {\"city\":\"x\",\"days\":2}",
      })
  void chat_whenAToolIsWanted_thenItsCall(String prompt, String more, String arguments)
      throws Exception {
    JsonObject choice = choice(send(chat("gemini-2.5-flash", prompt, more.formatted(TOOLS))));

    JsonObject call =
        choice.getAsJsonObject("message").getAsJsonArray("tool_calls").get(0).getAsJsonObject();
    assertThat(choice.get("finish_reason").getAsString()).isEqualTo("tool_calls");
    assertThat(call.getAsJsonObject("function").get("arguments").getAsString())
        .isEqualTo(arguments);
    assertThat(call.has("extra_content")).isFalse();
  }

  @Test
  void chat_whenGemini3CalledATool_thenItsSignatureMustComeBack() throws Exception {
    JsonObject message =
        choice(send(chat("gemini-3-pro-preview", "emulator:call weather", "," + TOOLS)))
            .getAsJsonObject("message");
    JsonObject call = message.getAsJsonArray("tool_calls").get(0).getAsJsonObject();
    String answered =
        "{\"model\":\"google/gemini-3-pro-preview\",%s,\"messages\":[{\"role\":\"user\",\"content\":\"x\"},%s,"
            + "{\"role\":\"tool\",\"tool_call_id\":%s,\"content\":\"rain\"}]}";

    assertThat(choice(send(answered.formatted(TOOLS, message, call.get("id"))))).isNotNull();
    call.remove("extra_content");
    HttpResponse<String> refused = send(answered.formatted(TOOLS, message, call.get("id")));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .startsWith("[")
        .contains(
            "Function call is missing a thought_signature in functionCall parts.",
            "function call `default_api:weather` , position 2.");
  }

  @Test
  void chat_whenAnswerHasASchema_thenItConforms() throws Exception {
    String schema =
        "{\"type\":\"object\",\"$defs\":{\"Size\":{\"enum\":[\"S\",\"L\"]}},\"properties\":{\"name\":"
            + "{\"type\":\"string\"},\"size\":{\"$ref\":\"#/$defs/Size\"},\"tags\":{\"type\":\"array\","
            + "\"items\":{\"type\":\"boolean\"},\"minItems\":2}},\"required\":[\"name\",\"size\",\"tags\"]}";
    JsonObject choice =
        choice(
            send(
                chat(
                    "gemini-2.5-flash",
                    "shirt",
                    ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":"
                        + schema
                        + "}}")));

    assertThat(
            JsonParser.parseString(choice.getAsJsonObject("message").get("content").getAsString()))
        .isEqualTo(
            JsonParser.parseString("{\"name\":\"shirt\",\"size\":\"S\",\"tags\":[true,true]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one two | ,\"max_tokens\":2 | length | You sent",
        "one two | ,\"max_completion_tokens\":3 | length | You sent 2",
        "one two | ,\"stop\":[\"tok\"] | stop | 'You sent 2 '",
        "one two | ,\"logit_bias\":{\"1\":1},\"user\":\"u\",\"store\":true | stop | You sent 2 tokens: one two",
      })
  void chat_whenParametersAreGiven_thenTheyCountOrAreIgnored(
      String prompt, String more, String finish, String text) throws Exception {
    JsonObject choice = choice(send(chat("gemini-2.5-flash", prompt, more)));

    assertThat(choice.get("finish_reason").getAsString()).isEqualTo(finish);
    assertThat(choice.getAsJsonObject("message").get("content").getAsString()).isEqualTo(text);
  }

  @Test
  void chat_whenStreamedWithUsage_thenCountsInAChunkOfTheirOwn() throws Exception {
    HttpResponse<String> answer =
        send(
            chat(
                "gemini-2.5-flash",
                "a",
                ",\"n\":2,\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
    List<String> chunks = answer.body().lines().filter(line -> line.startsWith("data: ")).toList();

    assertThat(chunks.get(chunks.size() - 1)).isEqualTo("data: [DONE]");
    assertThat(chunks.get(chunks.size() - 2)).contains("\"choices\":[]", "\"prompt_tokens\":1");
    assertThat(chunks.stream().filter(c -> c.contains("\"finish_reason\":\"stop\""))).hasSize(2);
    assertThat(chunks.stream().filter(c -> c.contains("usage"))).hasSize(1);
  }

  @Test
  void chat_whenThePromptIsBlocked_thenNoMessageAndNoCompletionTokens() throws Exception {
    HttpResponse<String> answer = send(chat("gemini-2.5-flash", "emulator:block", ""));

    assertThat(choice(answer).has("message")).isFalse();
    assertThat(SandboxClient.json(answer).getAsJsonObject("usage").has("completion_tokens"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"gemini-2.5-flash\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | PUBLISHER/MODEL",
        "{\"model\":\"google/gemini-2.5-flash\",\"messages\":[{\"role\":\"boss\"}]} | no role",
        "{\"model\":\"google/gemini-2.5-flash\",\"n\":9,\"messages\":[{\"role\":\"user\"}]} | n is 1 to 8",
        "{\"model\":\"google/gemini-2.5-flash\",\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"1\"}]} | no call",
        "{\"model\":\"google/gemini-2.5-flash\",\"messages\":[{\"role\":\"user\",\"content\":"
            + "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,?\"}}]}]} | base64",
      })
  void chat_whenTheBodyIsWrong_then400InAnArray(String body, String why) throws Exception {
    HttpResponse<String> answer = send(body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(JsonParser.parseString(answer.body())).isInstanceOf(JsonArray.class);
    assertThat(answer.body()).contains(why);
  }

  @Test
  void chat_whenAPictureIsSent_thenItIsCounted() throws Exception {
    String parts =
        "{\"model\":\"google/gemini-2.5-flash\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
            + "\"text\":\"what\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}]}";

    assertThat(choice(send(parts)).getAsJsonObject("message").get("content").getAsString())
        .isEqualTo("You sent 2 tokens: what");
  }

  @Test
  void generate_whenThePromptIsBlocked_thenFeedbackInTheFirstChunkOnly() throws Exception {
    String path = "/v1/" + SandboxClient.FLASH;
    String body = SandboxClient.HELLO.replace("Hello, world!", "emulator:block");

    HttpResponse<String> whole =
        client.vertex("europe-west4", path + ":generateContent", token, body);
    HttpResponse<String> stream =
        client.vertex("europe-west4", path + ":streamGenerateContent?alt=sse", token, body);

    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(SandboxClient.json(whole).has("candidates")).isFalse();
    assertThat(whole.body()).contains("PROHIBITED_CONTENT");
    assertThat(stream.body().split("data: ", -1)).hasSize(2);
  }

  @Test
  void generate_whenAFunctionIsDeclared_thenItsCallAndForGemini3ItsSignature() throws Exception {
    String path =
        "/v1/projects/vertex-sandbox/locations/global/publishers/google/models/gemini-3-pro-preview";
    String contents =
        "{\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\"}]}],\"contents\":[{\"role\":\"user\",\"parts\":"
            + "[{\"text\":\"emulator:call f {\\\"a\\\":1}\"}]}%s]}";
    HttpResponse<String> called =
        client.vertex("global", path + ":generateContent", token, contents.formatted(""));
    assertThat(called.statusCode()).as(called.body()).isEqualTo(200);
    assertThat(called.body()).contains("\"functionCall\"", "\"thoughtSignature\"");

    HttpResponse<String> refused =
        client.vertex(
            "global",
            path + ":generateContent",
            token,
            contents.formatted(
                ",{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]}"));

    assertThat(SandboxClient.message(refused))
        .isEqualTo(
            "Unable to submit request because function call `f` in the 2. content block is missing"
                + " a `thought_signature`.");
  }
}
