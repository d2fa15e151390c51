package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.FLASH;
import static io.github.vertexbridge.sandbox.SandboxClient.HELLO;
import static io.github.vertexbridge.sandbox.SandboxClient.IRIS;
import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static io.github.vertexbridge.sandbox.SandboxClient.message;
import static io.github.vertexbridge.sandbox.SandboxClient.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vertex over HTTP: what is checked before a model answers, and what the models answer. */
class VertexRestTest extends RunningSandbox {
  private static final String GENERATE = "/v1/" + FLASH + ":generateContent";

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v1beta1"})
  void generateContent_whenAllowed_thenEchoAndHonestCounts(String version) throws Exception {
    HttpResponse<String> answer =
        client.vertex(
            "europe-west4",
            "/" + version + "/" + FLASH + ":generateContent",
            client.accessToken(),
            HELLO);

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject body = json(answer);
    JsonObject candidate = body.getAsJsonArray("candidates").get(0).getAsJsonObject();
    assertThat(candidate.toString()).contains("You sent 4 tokens: Hello, world!");
    assertThat(candidate.get("finishReason").getAsString()).isEqualTo("STOP");
    JsonObject usage = body.getAsJsonObject("usageMetadata");
    // Hello , world ! and You sent 4 tokens : before them.
    assertThat(usage.get("promptTokenCount").getAsInt()).isEqualTo(4);
    assertThat(usage.get("candidatesTokenCount").getAsInt()).isEqualTo(9);
    assertThat(usage.get("totalTokenCount").getAsInt()).isEqualTo(13);
    assertThat(usage.get("trafficType").getAsString()).isEqualTo("ON_DEMAND");
    assertThat(body.get("modelVersion").getAsString()).isEqualTo("gemini-2.5-flash");
    assertThat(body.get("responseId").getAsString()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"generationConfig\":{\"maxOutputTokens\":6}",
        "\"generation_config\":{\"max_output_tokens\":6}"
      })
  void generateContent_whenOutputIsLimitedInEitherSpelling_thenCut(String config) throws Exception {
    String body = HELLO.substring(0, HELLO.length() - 1) + "," + config + "}";

    HttpResponse<String> answer =
        client.vertex("europe-west4", GENERATE, client.accessToken(), body);

    assertThat(answer.body()).contains("You sent 4 tokens: Hello\"").contains("MAX_TOKENS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "{}",
        "{\"contents\":[]}",
        "{\"contents\":[{\"role\":\"system\",\"parts\":[{\"text\":\"x\"}]}]}",
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{}]}]}",
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}],\"unknown\":1}"
      })
  void generateContent_whenBodyIsWrong_thenInvalidArgument(String body) throws Exception {
    HttpResponse<String> answer =
        client.vertex("europe-west4", GENERATE, client.accessToken(), body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(message(answer)).startsWith("EMULATOR:");
  }

  @Test
  void countTokens_whenAllowed_thenTheSameCount() throws Exception {
    HttpResponse<String> answer =
        client.vertex("europe-west4", "/v1/" + FLASH + ":countTokens", client.accessToken(), HELLO);

    assertThat(json(answer).get("totalTokens").getAsInt()).isEqualTo(4);
  }

  @Test
  void predict_whenIrisRows_thenNearestSpecies() throws Exception {
    HttpResponse<String> answer =
        client.vertex(
            "europe-west4",
            "/v1/" + IRIS + ":predict",
            client.accessToken(),
            "{\"instances\":[[5.1,3.5,1.4,0.2],{\"sepal_length\":6.3,\"sepal_width\":3.3,"
                + "\"petal_length\":6,\"petal_width\":2.5}]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).getAsJsonArray("predictions").asList())
        .extracting(p -> p.getAsJsonObject().get("species").getAsString())
        .containsExactly("setosa", "virginica");
    assertThat(json(answer).get("deployedModelId").getAsString()).isEqualTo("4455667788");
  }

  @Test
  void predict_whenInstanceIsNoFlower_thenInvalidArgument() throws Exception {
    HttpResponse<String> answer =
        client.vertex(
            "europe-west4",
            "/v1/" + IRIS + ":predict",
            client.accessToken(),
            "{\"instances\":[[5.1,\"3.5\",1.4,0.2]]}");

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void predict_whenEmbeddingModel_thenUnitVectorAndTokenCount() throws Exception {
    HttpResponse<String> answer =
        client.vertex(
            "global",
            "/v1/projects/vertex-sandbox/locations/global/publishers/google/models/"
                + "text-embedding-005:predict",
            client.accessToken(),
            "{\"instances\":[{\"content\":\"two words\"}],"
                + "\"parameters\":{\"outputDimensionality\":16}}");

    JsonObject embeddings =
        json(answer)
            .getAsJsonArray("predictions")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("embeddings");
    assertThat(embeddings.getAsJsonArray("values")).hasSize(16);
    assertThat(embeddings.getAsJsonObject("statistics").get("token_count").getAsInt()).isEqualTo(2);
  }

  @Test
  void rawPredict_whenEndpoint_thenTheBytesComeBack() throws Exception {
    HttpResponse<String> answer =
        client.post(
            sandbox.address("vertex:europe-west4") + "/v1/" + IRIS + ":rawPredict",
            "any \u00e9 bytes",
            "Authorization",
            "Bearer " + client.accessToken(),
            "Content-Type",
            "text/x-any");

    assertThat(answer.body()).isEqualTo("any \u00e9 bytes");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/x-any");
  }

  @ParameterizedTest
  @EnumSource
  void rawPredict_when20Megabytes_thenAllOfThemComeBack(HttpClient.Version version)
      throws Exception {
    byte[] body = new byte[20 * 1024 * 1024];
    new Random(1).nextBytes(body);

    HttpResponse<byte[]> answer =
        client.http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        sandbox.address("vertex:europe-west4") + "/v1/" + IRIS + ":rawPredict"))
                .version(version)
                .header("Authorization", "Bearer " + client.accessToken())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(Arrays.equals(answer.body(), body)).isTrue();
    assertThat(answer.version()).isEqualTo(version);
  }

  @Test
  void rawPredict_whenAnthropicCountTokens_thenModelOfTheBodyCounts() throws Exception {
    String path =
        "/v1/projects/vertex-sandbox/locations/europe-west1/publishers/anthropic/models/"
            + "count-tokens:rawPredict";
    String body =
        "{\"model\":\"%s\",\"system\":\"Be brief\",\"messages\":[{\"role\":\"user\","
            + "\"content\":[{\"type\":\"text\",\"text\":\"Hello, world\"}]}]}";
    String token = client.accessToken();

    HttpResponse<String> known =
        client.vertex("europe-west1", path, token, body.formatted("claude-sonnet-4-5@20250929"));
    HttpResponse<String> unknown =
        client.vertex("europe-west1", path, token, body.formatted("claude-0"));

    assertThat(json(known).get("input_tokens").getAsInt()).isEqualTo(5);
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(message(unknown)).contains("publishers/anthropic/models/claude-0` was not found");
  }

  @Test
  void call_whenNoBearer_thenCredentialsMissing() throws Exception {
    HttpResponse<String> answer =
        client.post(sandbox.address("vertex:europe-west4") + GENERATE, HELLO);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(reason(answer)).isEqualTo("CREDENTIALS_MISSING");
    assertThat(answer.body()).contains("google.cloud.aiplatform.v1.PredictionService.Generate");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"https://accounts.google.com/\"");
  }

  @Test
  void call_whenTokenIsEntras_thenInvalidCredentials() throws Exception {
    HttpResponse<String> answer = client.hello(client.subjectToken());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(message(answer))
        .isEqualTo(
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
                + " cookie or other valid authentication credential. See"
                + " https://developers.google.com/identity/sign-in/web/devconsole-project.");
  }

  @Test
  void call_whenTokensAreRevoked_thenInvalidCredentials() throws Exception {
    String token = client.accessToken();
    sandbox.revokeAccessTokens();

    assertThat(client.hello(token).statusCode()).isEqualTo(401);
  }

  @Test
  void call_whenServiceAccountIsDisabled_thenAccountState() throws Exception {
    String token = client.accessToken();
    sandbox
        .world()
        .patch(
            "{\"serviceAccounts\":{\"%s\":{\"disabled\":true}}}"
                .formatted(client.setting("BRIDGE_DEFAULT_SERVICE_ACCOUNT")));

    HttpResponse<String> answer = client.hello(token);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(reason(answer)).isEqualTo("ACCOUNT_STATE_INVALID");
  }

  @Test
  void call_whenFederatedTokenHasNoRole_thenDeniedWithTheResource() throws Exception {
    HttpResponse<String> answer = client.hello(client.federatedToken());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(message(answer))
        .isEqualTo(
            "Permission 'aiplatform.endpoints.predict' denied on resource"
                + " '//aiplatform.googleapis.com/"
                + FLASH
                + "' (or it may not exist).");
    assertThat(reason(answer)).isEqualTo("IAM_PERMISSION_DENIED");
  }

  @Test
  void call_whenFederatedPrincipalHasTheRole_thenDirectAccess() throws Exception {
    sandbox
        .world()
        .patch(
            "{\"project\":{\"bindings\":[{\"role\":\"roles/aiplatform.user\",\"members\":["
                + "\"principalSet://iam.googleapis.com/projects/123456789012/locations/global/"
                + "workloadIdentityPools/azure/*\"]}]}}");

    assertThat(client.hello(client.federatedToken()).statusCode()).isEqualTo(200);
    assertThat(sandbox.calls().get(0).principal().orElseThrow())
        .startsWith("principal://iam.googleapis.com/projects/123456789012/")
        .endsWith("/subject/e8d7c6b5-2a3f-4e1d-b0c9-8f7e6d5c4b44");
  }

  @Test
  void call_whenProjectIsAnother_thenDeniedNotUnknown() throws Exception {
    HttpResponse<String> answer =
        client.vertex(
            "europe-west4",
            GENERATE.replace("vertex-sandbox", "other"),
            client.accessToken(),
            HELLO);

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void call_whenModelIsUnknown_thenPublisherModelText() throws Exception {
    HttpResponse<String> answer =
        client.vertex("europe-west4", GENERATE.replace("2.5", "9.9"), client.accessToken(), HELLO);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(message(answer))
        .isEqualTo(
            "Publisher Model `"
                + FLASH.replace("2.5", "9.9")
                + "` was not found or your project does not have access to it. Please ensure you"
                + " are using a valid model version. For more information, see:"
                + " https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions");
  }

  @Test
  void call_whenHostIsOfAnotherLocation_thenRefusedAsVertexDoes() throws Exception {
    String token = client.accessToken();

    HttpResponse<String> model = client.vertex("us-central1", GENERATE, token, HELLO);
    HttpResponse<String> endpoint =
        client.vertex(
            "us-central1", "/v1/" + IRIS + ":predict", token, "{\"instances\":[[1,1,1,1]]}");

    assertThat(model.statusCode()).isEqualTo(404);
    assertThat(message(model)).startsWith("Publisher Model `" + FLASH + "` was not found");
    assertThat(endpoint.statusCode()).isEqualTo(400);
    assertThat(message(endpoint))
        .contains("The provided location ID doesn't match the endpoint.")
        .contains("The valid location ID is `us-central1`.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/projects/vertex-sandbox%2Flocations/europe-west4/publishers/google/models/"
            + "gemini-2.5-flash:generateContent",
        "/v2/" + FLASH + ":generateContent",
        "/v1/" + FLASH
      })
  void call_whenPathIsNoApi_thenWebPage(String path) throws Exception {
    HttpResponse<String> answer = client.vertex("europe-west4", path, client.accessToken(), HELLO);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
  }

  @Test
  void call_whenGzipIsAccepted_thenCompressed() throws Exception {
    HttpResponse<String> answer =
        client.post(
            sandbox.address("vertex:europe-west4") + GENERATE,
            HELLO,
            "Authorization",
            "Bearer " + client.accessToken(),
            "Accept-Encoding",
            "gzip");

    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
  }

  @Test
  void calls_whenCalled_thenRecordedWithoutTheToken() throws Exception {
    String token = client.accessToken();
    client.post(
        sandbox.address("vertex:europe-west4") + GENERATE + "?alt=json",
        HELLO,
        "Authorization",
        "Bearer " + token,
        "X-Goog-Request-Reason",
        "because",
        "User-Agent",
        "vertexbridge/0 (corr=x)");

    CallRecord call = sandbox.calls().get(0);
    assertThat(call.header("x-goog-request-reason")).hasValue("because");
    assertThat(call.header("User-Agent")).hasValue("vertexbridge/0 (corr=x)");
    assertThat(call.path()).isEqualTo(GENERATE + "?alt=json");
    assertThat(call.body()).isEqualTo(HELLO);
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.principal())
        .hasValue("serviceAccount:" + client.setting("BRIDGE_DEFAULT_SERVICE_ACCOUNT"));
    assertThat(call.headers().containsKey("authorization")).isFalse();
    assertThat(call.toString().contains(token)).isFalse();
  }
}
