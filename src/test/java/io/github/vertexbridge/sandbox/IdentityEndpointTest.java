package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The App Service endpoint: request rules, claims, the platform's own cache. */
class IdentityEndpointTest extends RunningSandbox {
  private static final String VERSION = "api-version=2019-08-01";

  @Test
  void token_whenAskedAsTheSdkDoes_thenDocumentedFields() throws Exception {
    HttpResponse<String> answer =
        client.identity(query("&resource=" + client.setting("BRIDGE_FEDERATION_RESOURCE")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).keySet())
        .containsExactlyInAnyOrder(
            "access_token", "expires_on", "resource", "token_type", "client_id");
    assertThat(json(answer).getAsJsonPrimitive("expires_on").isString()).isTrue();
    assertThat(json(answer).get("client_id").getAsString())
        .isEqualTo(client.setting("AZURE_CLIENT_ID"));
  }

  @Test
  void token_whenResourceIsV1_thenV1Claims() throws Exception {
    SignedJWT token = SignedJWT.parse(client.subjectToken());
    JWTClaimsSet claims = token.getJWTClaimsSet();

    assertThat(claims.getIssuer())
        .isEqualTo("https://sts.windows.net/" + client.setting("BRIDGE_TENANT_ID") + "/");
    assertThat(claims.getAudience()).containsExactly(client.setting("BRIDGE_FEDERATION_RESOURCE"));
    assertThat(claims.getClaim("appid")).isEqualTo(client.setting("AZURE_CLIENT_ID"));
    assertThat(claims.getSubject()).isEqualTo(claims.getClaim("oid"));
    assertThat(claims.getClaim("ver")).isEqualTo("1.0");
    assertThat(claims.getExpirationTime())
        .isEqualTo(claims.getIssueTime().toInstant().plusSeconds(86_700));
    assertThat(token.getHeader().toJSONObject()).containsKeys("typ", "alg", "kid", "x5t");
  }

  @Test
  void token_whenResourceIsV2_thenAudienceIsTheClientId() throws Exception {
    JWTClaimsSet claims =
        SignedJWT.parse(client.identityToken("api://AzureADTokenExchange")).getJWTClaimsSet();

    assertThat(claims.getIssuer())
        .isEqualTo(
            "https://login.microsoftonline.com/" + client.setting("BRIDGE_TENANT_ID") + "/v2.0");
    assertThat(claims.getAudience()).containsExactly("fb60f99c-7a34-4190-8149-302f77469936");
    assertThat(claims.getClaim("azp")).isEqualTo(client.setting("AZURE_CLIENT_ID"));
    assertThat(claims.getClaim("appid")).isNull();
  }

  @Test
  void token_whenResourceIsStorage_thenAudienceForAzurite() throws Exception {
    JWTClaimsSet claims =
        SignedJWT.parse(client.identityToken("https://storage.azure.com")).getJWTClaimsSet();

    assertThat(claims.getAudience()).containsExactly("https://storage.azure.com");
    assertThat(claims.getIssuer())
        .isEqualTo("https://sts.windows.net/" + client.setting("BRIDGE_TENANT_ID") + "/");
  }

  @Test
  void token_whenAskedAgain_thenTheSameUntilThePlatformForgets() throws Exception {
    String first = client.subjectToken();
    boolean same = client.subjectToken().equals(first);
    sandbox.clearIdentityCache();
    boolean afterwards = client.subjectToken().equals(first);

    assertThat(same).isTrue();
    assertThat(afterwards).isFalse();
    assertThat(sandbox.counters().identityRequests()).isEqualTo(3);
    assertThat(sandbox.counters().get("identity.tokens")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resource=api://x&client_id=c3b2a190-1f4e-4c3b-a2d1-0e9f8d7c6b33|EMULATOR: api-version",
        VERSION + "&client_id=c3b2a190-1f4e-4c3b-a2d1-0e9f8d7c6b33|EMULATOR: resource is missing",
        VERSION + "&resource=api://x&client_id=a&mi_res_id=b|EMULATOR: [client_id, mi_res_id]",
        VERSION
            + "&resource=api://x&client_id=00000000-0000-4000-8000-000000000000|No User Assigned or"
            + " Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId",
      })
  void token_whenRequestIsWrong_then400(String query, String text) throws Exception {
    HttpResponse<String> answer = client.identity(query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("message").getAsString()).startsWith(text);
  }

  @Test
  void token_whenNoIdentityIsNamedAndNoneIsSystemAssigned_thenOlderText() throws Exception {
    HttpResponse<String> answer = client.identity(VERSION + "&resource=api://x");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("Message").getAsString())
        .isEqualTo("No MSI found for specified ClientId/ResourceId.");
  }

  @Test
  void token_whenHeaderIsWrong_then401() throws Exception {
    HttpResponse<String> answer =
        client.get(
            client.setting("IDENTITY_ENDPOINT") + "?" + query("&resource=api://x"),
            "X-IDENTITY-HEADER",
            "guess");

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void token_whenResourceIsUnknown_thenAadsts500011() throws Exception {
    HttpResponse<String> answer = client.identity(query("&resource=api://x/.default"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("error_description").getAsString())
        .startsWith(
            "AADSTS500011: The resource principal named api://x/.default was not found in the"
                + " tenant named ");
    assertThat(json(answer).getAsJsonArray("error_codes").get(0).getAsInt()).isEqualTo(500011);
  }

  @Test
  void token_whenAppRequiresAssignment_thenRefusedUntilAssigned() throws Exception {
    WorldState now = sandbox.world().state();
    String patch =
        "{\"tenants\":{\"%s\":{\"apps\":{\"%s\":{\"assignmentRequired\":true,\"assigned\":[%s]}}}}}";
    String app = now.apps().federationApp();
    String tenant = now.functionApp().tenant();
    String query = query("&resource=" + client.setting("BRIDGE_FEDERATION_RESOURCE"));

    sandbox.world().patch(patch.formatted(tenant, app, ""));
    assertThat(client.identity(query).body()).contains("AADSTS501051");

    sandbox.world().patch(patch.formatted(tenant, app, "\"e8d7c6b5-2a3f-4e1d-b0c9-8f7e6d5c4b44\""));
    assertThat(client.identity(query).statusCode()).isEqualTo(200);
  }

  private String query(String more) {
    return VERSION + "&client_id=" + client.setting("AZURE_CLIENT_ID") + more;
  }
}
