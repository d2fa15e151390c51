package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Google's side writes into its audit log. */
class GoogleLogTest extends RunningSandbox {
  private static final String ACCOUNT = "vertex-bridge@vertex-sandbox.iam.gserviceaccount.com";

  private List<JsonObject> vertex() {
    return sandbox.googleLog(
        LogFilter.parse("protoPayload.serviceName=\"aiplatform.googleapis.com\""));
  }

  private JsonObject one(String filter) {
    List<JsonObject> found = sandbox.googleLog(LogFilter.parse(filter));
    assertThat(found).hasSize(1);
    return found.get(0).getAsJsonObject("protoPayload");
  }

  private HttpResponse<String> call(String token, String path, String body) throws Exception {
    return client.post(
        sandbox.address("vertex:europe-west4") + "/v1/" + path,
        body,
        "Authorization",
        "Bearer " + token,
        "User-Agent",
        "my-agent/1 (corr=x)",
        "x-goog-request-reason",
        "my-reason");
  }

  @Test
  void entry_whenAnAccountCalled_thenShapedAsAuditLogsAre() throws Exception {
    call(client.accessToken(), SandboxClient.FLASH + ":generateContent", SandboxClient.HELLO);

    assertThat(vertex()).hasSize(1);
    JsonObject entry = vertex().get(0);
    assertThat(entry.get("logName").getAsString())
        .isEqualTo("projects/vertex-sandbox/logs/cloudaudit.googleapis.com%2Fdata_access");
    assertThat(entry.getAsJsonObject("resource").get("type").getAsString())
        .isEqualTo("audited_resource");
    assertThat(entry.has("insertId")).isTrue();
    assertThat(entry.has("operation")).isFalse();
    JsonObject payload = entry.getAsJsonObject("protoPayload");
    assertThat(payload.get("@type").getAsString())
        .isEqualTo("type.googleapis.com/google.cloud.audit.AuditLog");
    assertThat(payload.get("methodName").getAsString())
        .isEqualTo("google.cloud.aiplatform.v1.PredictionService.GenerateContent");
    assertThat(payload.get("resourceName").getAsString()).isEqualTo(SandboxClient.FLASH);
    assertThat(payload.getAsJsonArray("authorizationInfo").get(0).getAsJsonObject().toString())
        .contains("\"permission\":\"aiplatform.endpoints.predict\"")
        .contains("\"permissionType\":\"DATA_READ\"")
        .contains("\"granted\":true");
    JsonObject who = payload.getAsJsonObject("authenticationInfo");
    assertThat(who.get("principalEmail").getAsString()).isEqualTo(ACCOUNT);
    assertThat(who.get("serviceAccountDelegationInfo").toString()).contains("principal://");
    JsonObject metadata = payload.getAsJsonObject("requestMetadata");
    assertThat(metadata.get("callerSuppliedUserAgent").getAsString())
        .matches("my-agent/1 \\(corr=x\\)(,gzip\\(gfe\\)){1,2}");
    assertThat(metadata.getAsJsonObject("requestAttributes").get("reason").getAsString())
        .isEqualTo("my-reason");
    assertThat(entry.toString()).doesNotContain("Hello, world", "ya29");
  }

  @Test
  void entries_whenACallStreams_thenTwoOfOneOperation() throws Exception {
    call(client.accessToken(), SandboxClient.FLASH + ":streamGenerateContent", SandboxClient.HELLO);

    assertThat(vertex()).hasSize(2);
    JsonObject first = vertex().get(0).getAsJsonObject("operation");
    JsonObject last = vertex().get(1).getAsJsonObject("operation");
    assertThat(first.get("first").getAsBoolean()).isTrue();
    assertThat(last.get("last").getAsBoolean()).isTrue();
    assertThat(first.get("id")).isEqualTo(last.get("id"));
    assertThat(vertex().get(0).get("insertId")).isNotEqualTo(vertex().get(1).get("insertId"));
  }

  @Test
  void entry_whenAJobIsMade_thenActivityWithItsDisplayName() throws Exception {
    String body =
        "{\"displayName\":\"vb-mine\",\"jobSpec\":{\"serviceAccount\":\"vertex-jobs@vertex-sandbox"
            + ".iam.gserviceaccount.com\",\"workerPoolSpecs\":[{\"replicaCount\":\"1\"}]}}";
    HttpResponse<String> made =
        call(
            client.accessToken(),
            "projects/vertex-sandbox/locations/europe-west4/customJobs",
            body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);

    JsonObject entry = vertex().get(0);
    assertThat(entry.get("logName").getAsString()).endsWith("%2Factivity");
    JsonObject payload = one("\"vb-mine\"");
    assertThat(payload.get("methodName").getAsString())
        .isEqualTo("google.cloud.aiplatform.v1.JobService.CreateCustomJob");
    assertThat(payload.getAsJsonObject("response").get("name")).isEqualTo(json(made).get("name"));
    assertThat(payload.getAsJsonArray("authorizationInfo").toString())
        .contains("aiplatform.customJobs.create", "ADMIN_WRITE");
  }

  @Test
  void entry_whenThePrincipalMayNot_thenCode7AndNothingGranted() throws Exception {
    HttpResponse<String> denied =
        call(
            client.federatedToken(), SandboxClient.FLASH + ":generateContent", SandboxClient.HELLO);
    assertThat(denied.statusCode()).isEqualTo(403);

    JsonObject payload = one("protoPayload.serviceName=\"aiplatform.googleapis.com\"");
    assertThat(payload.getAsJsonObject("status").get("code").getAsInt()).isEqualTo(7);
    assertThat(payload.getAsJsonArray("authorizationInfo").toString()).doesNotContain("granted");
    JsonObject who = payload.getAsJsonObject("authenticationInfo");
    assertThat(who.has("principalEmail")).isFalse();
    assertThat(who.get("principalSubject").getAsString()).startsWith("principal://");
  }

  @Test
  void entry_whenNobodyWasKnownOrTheProjectIsAnothers_thenNone() throws Exception {
    call("ya29.forged", SandboxClient.FLASH + ":generateContent", SandboxClient.HELLO);
    call(
        client.accessToken(),
        SandboxClient.FLASH.replace("vertex-sandbox", "other-project") + ":generateContent",
        SandboxClient.HELLO);

    assertThat(vertex()).isEmpty();
  }

  @Test
  void entries_whenTokensAreMade_thenOneOfStsAndOneOfIam() throws Exception {
    client.accessToken();

    JsonObject exchange =
        one(
            "protoPayload.methodName="
                + "\"google.identity.sts.v1.SecurityTokenService.ExchangeToken\"");
    String subject =
        exchange.getAsJsonObject("authenticationInfo").get("principalSubject").getAsString();
    assertThat(exchange.getAsJsonObject("metadata").get("mapped_principal").getAsString())
        .startsWith("principal://")
        .endsWith("/subject/" + subject);
    JsonObject minted =
        one(
            "protoPayload.methodName=\"GenerateAccessToken\" resource.labels.email_id=\""
                + ACCOUNT
                + "\"");
    assertThat(minted.getAsJsonObject("authenticationInfo").get("principalSubject").getAsString())
        .isEqualTo(exchange.getAsJsonObject("metadata").get("mapped_principal").getAsString());
  }

  @Test
  void auditLog_whenReadByTheAdminRoute_thenEntriesOrWhyNot() throws Exception {
    client.hello(client.accessToken());
    String route = sandbox.admin() + "/audit-log";

    JsonArray all = json(client.get(route)).getAsJsonArray("entries");
    JsonArray found =
        json(client.get(route + "?filter=" + URLEncoder.encode("\"GenerateContent\"", UTF_8)))
            .getAsJsonArray("entries");

    assertThat(all).hasSize(3);
    assertThat(found).hasSize(1);
    assertThat(client.get(route + "?filter=NOT+%22x%22").statusCode()).isEqualTo(400);
    sandbox.reset();
    assertThat(json(client.get(route)).getAsJsonArray("entries")).isEmpty();
  }
}
