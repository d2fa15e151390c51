package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin route, as a launcher or an operator at a terminal uses it. */
class AdminTest extends RunningSandbox {

  @Test
  void state_whenAsked_thenAddressesCountersAndWorldWithoutSecrets() throws Exception {
    client.accessToken();

    HttpResponse<String> answer = client.get(sandbox.admin() + "/state");

    JsonObject state = json(answer);
    assertThat(
            state.getAsJsonObject("components").getAsJsonObject("sts").get("address").getAsString())
        .isEqualTo(client.setting("BRIDGE_STS_ENDPOINT"));
    assertThat(state.getAsJsonObject("counters").get("sts.exchanges").getAsInt()).isEqualTo(1);
    assertThat(state.getAsJsonObject("world").getAsJsonObject("pools").keySet())
        .containsExactly("azure");
    assertThat(answer.body().contains(client.setting("IDENTITY_HEADER"))).isFalse();
    assertThat(answer.body().contains("ya29")).isFalse();
  }

  @Test
  void calls_whenVertexWasCalled_thenHeadersButNoToken() throws Exception {
    String token = client.accessToken();
    client.hello(token);

    HttpResponse<String> answer = client.get(sandbox.admin() + "/calls");

    JsonArray calls = JsonParser.parseString(answer.body()).getAsJsonArray();
    assertThat(calls).hasSize(1);
    assertThat(calls.get(0).getAsJsonObject().getAsJsonObject("headers").has("user-agent"))
        .isTrue();
    assertThat(answer.body().contains(token)).isFalse();
  }

  @Test
  void faults_whenPostedAndDeleted_thenInForceAndGone() throws Exception {
    HttpResponse<String> posted =
        admin(
            "POST",
            "/faults",
            "{\"component\":\"sts\",\"kind\":\"status\",\"status\":403,"
                + "\"body\":{\"error\":{\"code\":403}}}");
    assertThat(posted.statusCode()).isEqualTo(200);
    String subject = client.subjectToken();
    HttpResponse<String> refused = client.exchange(subject);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).isEqualTo("{\"error\":{\"code\":403}}");

    admin("DELETE", "/faults?component=sts", "");

    assertThat(client.exchange(subject).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "{\"kind\":\"hang\"}",
        "{\"component\":\"sts\"}",
        "{\"component\":\"mars\",\"kind\":\"hang\"}",
        "{\"component\":\"sts\",\"kind\":\"flood\"}",
        "{\"component\":\"sts\",\"kind\":\"hang\",\"times\":0}",
        "{\"component\":\"sts\",\"kind\":\"hang\",\"times\":\"x\"}",
        "{\"component\":\"sts\",\"kind\":\"hang\",\"surprise\":1}",
        "{\"component\":\"sts\",\"kind\":\"status\",\"status\":99}"
      })
  void faults_whenNotUnderstood_then400AndNothingScripted(String body) throws Exception {
    HttpResponse<String> answer = admin("POST", "/faults", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("error").getAsString()).startsWith("EMULATOR:");
    assertThat(sandbox.faults().scripted()).isEmpty();
  }

  @Test
  void components_whenTakenDownAndUp_thenSo() throws Exception {
    assertThat(admin("POST", "/components/vertex:global/down", "").statusCode()).isEqualTo(200);
    assertThat(sandbox.componentsView().get("vertex:global")).containsEntry("up", false);
    assertThat(sandbox.componentsView().get("vertex-grpc:global")).containsEntry("up", false);

    admin("POST", "/components/vertex:global/up", "");

    assertThat(sandbox.componentsView().get("vertex:global")).containsEntry("up", true);
    assertThat(admin("POST", "/components/admin/down", "").statusCode()).isEqualTo(400);
  }

  @Test
  void world_whenPatched_thenInForceAtOnce() throws Exception {
    HttpResponse<String> answer =
        admin(
            "POST",
            "/world",
            "{\"pools\":{\"azure\":{\"providers\":{\"entra\":{\"disabled\":true}}}}}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(client.exchange(client.subjectToken()).body()).contains("invalid_target");
  }

  @Test
  void tokens_whenOrdered_thenSignedAsAsked() throws Exception {
    HttpResponse<String> answer =
        admin("POST", "/tokens", "{\"roles\":[\"Bridge.Operate\"],\"caller\":\"operator-app\"}");

    SignedJWT token = SignedJWT.parse(json(answer).get("access_token").getAsString());
    assertThat(token.getJWTClaimsSet().getStringListClaim("roles"))
        .containsExactly("Bridge.Operate");
    assertThat(admin("POST", "/tokens", "{\"role\":\"x\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void tokens_whenDeleted_thenAccessTokensAreRevoked() throws Exception {
    String token = client.accessToken();

    admin("DELETE", "/tokens", "");

    assertThat(client.hello(token).statusCode()).isEqualTo(401);
  }

  @Test
  void reset_whenPosted_thenAsAtTheStart() throws Exception {
    sandbox.world().patchProvider("{\"disabled\":true}");
    sandbox.faults().untilCleared("iam", Fault.hang());
    sandbox.down("sts");

    admin("POST", "/reset", "");

    assertThat(client.hello(client.accessToken()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/capacity {}",
        "/capacity {\"location\":\"global\",\"requests\":-1}",
        "/capacity {\"location\":\"global\",\"metric\":\"m\"}",
        "/quota {\"location\":\"global\",\"surprise\":1}",
        "/clock {\"advance\":-1}",
        "/jobs {}",
      })
  void script_whenNotUnderstood_then400(String script) throws Exception {
    String[] parts = script.split(" ", 2);

    HttpResponse<String> answer = admin("POST", parts[0], parts[1]);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("error").getAsString()).startsWith("EMULATOR:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"unknown-bucket/x", "vertex-sandbox-data/../x", "vertex-sandbox-data/a//b"})
  void object_whenItsNameLeadsElsewhere_then400(String path) throws Exception {
    assertThat(admin("PUT", "/objects/" + path, "x").statusCode()).isEqualTo(400);
    assertThat(admin("GET", "/objects/vertex-sandbox-data", "").body().strip()).isEqualTo("[]");
  }

  @Test
  void object_whenPut_thenReadAndListed() throws Exception {
    admin("PUT", "/objects/vertex-sandbox-data/in/a%20b.jsonl", "{}");

    assertThat(admin("GET", "/objects/vertex-sandbox-data/in/a%20b.jsonl", "").body())
        .isEqualTo("{}");
    assertThat(admin("GET", "/objects/vertex-sandbox-data", "").body()).contains("in/a b.jsonl");
  }

  @ParameterizedTest
  @CsvSource({"Origin,http://evil.example", "Origin,null"})
  void anything_whenFromABrowser_then403(String header, String value) throws Exception {
    assertThat(client.get(sandbox.admin() + "/state", header, value).statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> admin(String method, String path, String body) throws Exception {
    return client.admin(method, path, body);
  }
}
