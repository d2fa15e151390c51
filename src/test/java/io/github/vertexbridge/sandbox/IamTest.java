package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.MINT_BODY;
import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static io.github.vertexbridge.sandbox.SandboxClient.message;
import static io.github.vertexbridge.sandbox.SandboxClient.reason;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may become which service account, and for how long. */
class IamTest extends RunningSandbox {
  private static final String POOL =
      "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/azure/";

  @Test
  void mint_whenBound_thenTokenForAnHour() throws Exception {
    HttpResponse<String> answer = client.mint(client.federatedToken());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).get("accessToken").getAsString().startsWith("ya29.c.")).isTrue();
    Instant expires = Instant.parse(json(answer).get("expireTime").getAsString());
    assertThat(Duration.between(Instant.now(), expires))
        .isBetween(Duration.ofMinutes(58), Duration.ofMinutes(60));
    assertThat(sandbox.counters().iamMints()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "principal:" + POOL + "subject/e8d7c6b5-2a3f-4e1d-b0c9-8f7e6d5c4b44",
        "principalSet:" + POOL + "attribute.tid/5b1f3d52-6c0e-4a53-9a53-0e0d2a7c1a01",
        "principalSet:" + POOL + "group/team-a",
        "principalSet:" + POOL + "*"
      })
  void mint_whenMemberMeansThePrincipal_thenAllowed(String member) throws Exception {
    sandbox
        .world()
        .patchProvider("{\"attributeMapping\":{\"google.groups\":\"['team-a', assertion.ver]\"}}");
    bind("roles/iam.workloadIdentityUser", member);

    assertThat(client.mint(client.federatedToken()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "roles/iam.workloadIdentityUser,principal:,subject/E8D7C6B5-2A3F-4E1D-B0C9-8F7E6D5C4B44",
    "roles/iam.workloadIdentityUser,principalSet:,subject/e8d7c6b5-2a3f-4e1d-b0c9-8f7e6d5c4b44",
    "roles/iam.workloadIdentityUser,principalSet:,attribute.unmapped/x",
    "roles/iam.workloadIdentityUser,principalSet:,group/team-a",
    "roles/viewer,principalSet:,*"
  })
  void mint_whenMemberOrRoleMeansAnother_thenDenied(String role, String scheme, String rest)
      throws Exception {
    bind(role, scheme + POOL + rest);

    HttpResponse<String> answer = client.mint(client.federatedToken());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(message(answer))
        .isEqualTo(
            "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not"
                + " exist).");
    assertThat(reason(answer)).isEqualTo("IAM_PERMISSION_DENIED");
    assertThat(sandbox.counters().iamMints()).isZero();
  }

  @Test
  void mint_whenAccountIsUnknown_thenGaiaText() throws Exception {
    String typo = "vertex-brigde@vertex-sandbox.iam.gserviceaccount.com";

    HttpResponse<String> answer = client.mint(client.federatedToken(), typo, MINT_BODY);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(message(answer)).isEqualTo("Not found; Gaia id not found for email " + typo);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"lifetime\":\"3600s\"}|Request contains an invalid argument.",
        "{\"scope\":[]}|Request contains an invalid argument.",
        "{\"scope\":[\"https://www.googleapis.com/auth/cloud-platform\"],\"lifetime\":\"1h\"}"
            + "|Request contains an invalid argument.",
        "{\"scope\":[\"https://www.googleapis.com/auth/cloud-platform\"],\"lifetime\":\"3601s\"}"
            + "|The access token lifetime cannot exceed 3600 seconds.",
        "no JSON|Request contains an invalid argument."
      })
  void mint_whenBodyIsWrong_thenInvalidArgument(String body, String text) throws Exception {
    HttpResponse<String> answer =
        client.mint(
            client.federatedToken(), client.setting("BRIDGE_DEFAULT_SERVICE_ACCOUNT"), body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(message(answer)).isEqualTo(text);
  }

  @Test
  void mint_whenBearerIsTheEntraToken_thenUnauthenticated() throws Exception {
    HttpResponse<String> answer = client.mint(client.subjectToken());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(message(answer)).startsWith("Request had invalid authentication credentials.");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"");
  }

  @Test
  void mint_whenProviderIsDisabledAfterwards_thenTheTokenStaysGood() throws Exception {
    String federated = client.federatedToken();
    sandbox.world().patchProvider("{\"disabled\":true}");

    assertThat(client.mint(federated).statusCode()).isEqualTo(200);
  }

  @Test
  void mint_whenPoolIsDisabledAfterwards_thenTheTokenIsRevokedUntilEnabled() throws Exception {
    String federated = client.federatedToken();
    sandbox.world().patchPool("{\"disabled\":true}");
    assertThat(client.mint(federated).statusCode()).isEqualTo(401);

    sandbox.world().patchPool("{\"disabled\":false}");
    assertThat(client.mint(federated).statusCode()).isEqualTo(200);
  }

  @Test
  void mint_whenLifetimeIsShortened_thenExpireTimeSaysSo() throws Exception {
    sandbox.world().patch("{\"lifetimes\":{\"serviceAccountToken\":20}}");

    Instant expires =
        Instant.parse(json(client.mint(client.federatedToken())).get("expireTime").getAsString());

    assertThat(expires).isBefore(Instant.now().plusSeconds(21));
  }

  private void bind(String role, String member) {
    sandbox
        .world()
        .patch(
            "{\"serviceAccounts\":{\"%s\":{\"bindings\":[{\"role\":\"%s\",\"members\":[\"%s\"]}]}}}"
                .formatted(client.setting("BRIDGE_DEFAULT_SERVICE_ACCOUNT"), role, member));
  }
}
