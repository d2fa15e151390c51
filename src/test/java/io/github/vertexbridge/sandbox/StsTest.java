package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.vertexbridge.sandbox.CallerTokenRequest.Signature;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exchange: what is refused, with which text, and in which order. */
class StsTest extends RunningSandbox {
  @Test
  void exchange_whenAllIsRight_thenFederatedToken() throws Exception {
    HttpResponse<String> answer = client.exchange(client.subjectToken());

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject body = json(answer);
    assertThat(body.get("access_token").getAsString().startsWith("ya29.d.")).isTrue();
    assertThat(body.get("issued_token_type").getAsString())
        .isEqualTo("urn:ietf:params:oauth:token-type:access_token");
    assertThat(body.get("token_type").getAsString()).isEqualTo("Bearer");
    assertThat(body.get("expires_in").getAsLong()).isEqualTo(3599);
    assertThat(sandbox.counters().stsExchanges()).isEqualTo(1);
  }

  @Test
  void exchange_whenSentAsCamelCaseJson_thenFederatedToken() throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("grantType", "urn:ietf:params:oauth:grant-type:token-exchange");
    body.addProperty("audience", client.setting("BRIDGE_WIF_PROVIDER"));
    body.addProperty("scope", SandboxClient.SCOPE);
    body.addProperty("requestedTokenType", "urn:ietf:params:oauth:token-type:access_token");
    body.addProperty("subjectTokenType", "urn:ietf:params:oauth:token-type:jwt");
    body.addProperty("subjectToken", client.subjectToken());

    HttpResponse<String> answer =
        client.post(
            client.setting("BRIDGE_STS_ENDPOINT") + "/v1/token",
            body.toString(),
            "Content-Type",
            "application/json");

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void exchange_whenSubjectTokenEndsSooner_thenLifetimeIsCapped() throws Exception {
    sandbox.world().patch("{\"lifetimes\":{\"subjectToken\":600}}");

    long lifetime = json(client.exchange(client.subjectToken())).get("expires_in").getAsLong();

    assertThat(lifetime).isBetween(500L, 600L);
  }

  @Test
  void exchange_whenLifetimeIsShortened_thenExpiresInSaysSo() throws Exception {
    sandbox.world().patch("{\"lifetimes\":{\"federatedToken\":20}}");

    assertThat(json(client.exchange(client.subjectToken())).get("expires_in").getAsLong())
        .isEqualTo(20);
  }

  /** Name, what is patched in the provider, error, the documented text. */
  static Stream<Arguments> providers() {
    WorldState now = World.standard().state();
    String tenant = now.functionApp().tenant();
    String audience = now.app(now.apps().federationApp()).appIdUri();
    String invalidTarget =
        "The target service indicated by the \"audience\" parameters is invalid. This might either"
            + " be because the pool or provider is disabled or deleted or because it doesn't exist.";
    return Stream.of(
        Arguments.of("disabled", "{\"disabled\":true}", "invalid_target", invalidTarget),
        Arguments.of("deleted", "{\"state\":\"DELETED\"}", "invalid_target", invalidTarget),
        Arguments.of(
            "v2 issuer, v1 token",
            "{\"issuerUri\":\"https://login.microsoftonline.com/%s/v2.0\"}".formatted(tenant),
            "invalid_grant",
            ("The issuer in ID Token https://sts.windows.net/%s/ does not match the expected ones:"
                    + " https://login.microsoftonline.com/%s/v2.0")
                .formatted(tenant, tenant)),
        Arguments.of(
            "issuer without its slash",
            "{\"issuerUri\":\"https://sts.windows.net/%s\"}".formatted(tenant),
            "invalid_grant",
            ("The issuer in ID Token https://sts.windows.net/%s/ does not match the expected ones:"
                    + " https://sts.windows.net/%s")
                .formatted(tenant, tenant)),
        Arguments.of(
            "other audience",
            "{\"allowedAudiences\":[\"api://other\"]}",
            "invalid_grant",
            "The audience in ID Token [" + audience + "] does not match the expected audience."),
        Arguments.of(
            "no audience",
            "{\"allowedAudiences\":[]}",
            "invalid_grant",
            "The audience in ID Token [" + audience + "] does not match the expected audience."),
        Arguments.of(
            "claim that is not there",
            "{\"attributeMapping\":{\"google.subject\":\"assertion.email\"}}",
            "unauthorized_client",
            "Could not obtain a value for google.subject from the given credential."),
        Arguments.of(
            "subject over 127 bytes",
            "{\"attributeMapping\":{\"google.subject\":\"assertion.xms_mirid\"}}",
            "invalid_request",
            "The size of mapped attribute google.subject exceeds the 127 bytes limit. Either modify"
                + " your attribute mapping or the incoming assertion to produce a mapped attribute"
                + " that is less than 127 bytes."),
        Arguments.of(
            "condition",
            "{\"attributeCondition\":\"assertion.sub in ['somebody-else']\"}",
            "unauthorized_client",
            "The given credential is rejected by the attribute condition."),
        Arguments.of(
            "condition that is no Boolean",
            "{\"attributeCondition\":\"assertion.sub\"}",
            "unauthorized_client",
            "The given credential is rejected by the attribute condition."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  void exchange_whenProviderDiffers_thenDocumentedText(
      String name, String patch, String error, String text) throws Exception {
    sandbox.world().patchProvider(patch);

    assertRefused(client.exchange(client.subjectToken()), error, text);
  }

  @Test
  void exchange_whenPoolIsDisabled_thenInvalidTarget() throws Exception {
    sandbox.world().patchPool("{\"disabled\":true}");

    assertThat(error(client.exchange(client.subjectToken()))).isEqualTo("invalid_target");
  }

  @Test
  void exchange_whenTokenIsOlderThanAllowed_thenStale() throws Exception {
    sandbox.world().patch("{\"lifetimes\":{\"staleAfter\":-1}}");
    String token = client.subjectToken();

    HttpResponse<String> answer = client.exchange(token);

    assertThat(error(answer)).isEqualTo("invalid_grant");
    assertThat(description(answer)).matches("ID Token issued at \\d+ is stale to sign-in\\.");
  }

  @Test
  void exchange_whenFederationAppAsksForV2_thenIssuerDiffers() throws Exception {
    WorldState now = sandbox.world().state();
    String tenant = now.functionApp().tenant();
    sandbox
        .world()
        .patch(
            "{\"tenants\":{\"%s\":{\"apps\":{\"%s\":{\"requestedAccessTokenVersion\":2}}}}}"
                .formatted(tenant, now.apps().federationApp()));

    assertRefused(
        client.exchange(client.subjectToken()),
        "invalid_grant",
        ("The issuer in ID Token https://login.microsoftonline.com/%s/v2.0 does not match the"
                + " expected ones: https://sts.windows.net/%s/")
            .formatted(tenant, tenant));
  }

  @Test
  void exchange_whenIssuerHasNoDiscovery_thenErrorConnecting() throws Exception {
    String issuer = "https://issuer.example/";
    sandbox.world().patchProvider("{\"issuerUri\":\"" + issuer + "\"}");

    assertRefused(
        client.exchange(sandbox.entra().sign(claims(c -> c.put("iss", issuer)))),
        "invalid_grant",
        "Error connecting to the given credential's issuer.");
  }

  /** Name, the parameter, its value, error, beginning of the text. */
  static Stream<Arguments> parameters() {
    String provider =
        "//iam.googleapis.com/projects/%s/locations/global/workloadIdentityPools/%s/providers/%s";
    String syntax =
        "Invalid value for \"audience\". This value should be the full resource name of the"
            + " Identity Provider. See"
            + " https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token for the list"
            + " of possible formats.";
    String target = "The target service indicated by the \"audience\" parameters is invalid.";
    return Stream.of(
        Arguments.of(
            "audience with https",
            "audience",
            "https:" + provider.formatted("123456789012", "azure", "entra"),
            "invalid_request",
            syntax),
        Arguments.of(
            "project id for its number",
            "audience",
            provider.formatted("vertex-sandbox", "azure", "entra"),
            "invalid_target",
            target),
        Arguments.of(
            "unknown pool",
            "audience",
            provider.formatted("123456789012", "other", "entra"),
            "invalid_target",
            target),
        Arguments.of(
            "unknown provider",
            "audience",
            provider.formatted("123456789012", "azure", "other"),
            "invalid_target",
            target),
        Arguments.of("no scope", "scope", "", "invalid_request", "EMULATOR:"),
        Arguments.of("grant type", "grant_type", "password", "invalid_request", "EMULATOR:"),
        Arguments.of(
            "token type",
            "subject_token_type",
            "urn:ietf:params:oauth:token-type:access_token",
            "invalid_request",
            "EMULATOR:"),
        Arguments.of("no JWT", "subject_token", "a.b", "invalid_grant", "EMULATOR:"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("parameters")
  void exchange_whenParameterIsWrong_thenRefused(
      String name, String parameter, String value, String error, String text) throws Exception {
    Map<String, String> form = client.form(client.subjectToken());
    form.put(parameter, value);

    HttpResponse<String> answer = client.exchange(form);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error(answer)).isEqualTo(error);
    assertThat(description(answer)).startsWith(text);
  }

  @Test
  void exchange_whenAuthorizationHeaderIsSent_thenRefused() throws Exception {
    HttpResponse<String> answer =
        client.exchange(client.form(client.subjectToken()), "Authorization", "Bearer x");

    assertThat(error(answer)).isEqualTo("invalid_request");
  }

  @Test
  void exchange_whenOneSignatureBitIsFlipped_thenRefused() throws Exception {
    assertInvented(sign(Signature.TAMPERED), "EMULATOR: the signature does not verify");
  }

  @Test
  void exchange_whenSignedByAnotherKeyOfThatKid_thenRefused() throws Exception {
    assertInvented(sign(Signature.FOREIGN_KEY), "EMULATOR: the signature does not verify");
  }

  @Test
  void exchange_whenAlgIsNone_thenRefused() throws Exception {
    assertInvented(sign(Signature.NONE), "EMULATOR:");
  }

  @Test
  void exchange_whenSignedWithThePublicKeyAsSecret_thenRefused() throws Exception {
    assertInvented(sign(Signature.HS256_PUBLIC_KEY), "EMULATOR: alg HS256");
  }

  @Test
  void exchange_whenKidIsUnknownOrMissing_thenRefused() throws Exception {
    Map<String, Object> claims = claims(c -> {});
    assertInvented(
        sandbox.entra().sign(claims, "unknown", Signature.RS256), "EMULATOR: kid is not in");
    assertInvented(
        sandbox.entra().sign(claims, "", Signature.RS256), "EMULATOR: the token has no kid");
  }

  @Test
  void exchange_whenClaimIsMissingOrInTheFuture_thenRefused() throws Exception {
    long later = System.currentTimeMillis() / 1000 + 600;
    assertInvented(
        sandbox.entra().sign(claims(c -> c.remove("sub"))), "EMULATOR: the token has no sub");
    assertInvented(
        sandbox.entra().sign(claims(c -> c.remove("exp"))), "EMULATOR: the token has no exp");
    assertInvented(sandbox.entra().sign(claims(c -> c.put("iat", later))), "EMULATOR: iat");
  }

  @Test
  void exchange_whenIssuerAndAudienceAndConditionAreWrong_thenIssuerIsNamed() throws Exception {
    sandbox
        .world()
        .patchProvider(
            "{\"issuerUri\":\"https://sts.windows.net/x/\",\"allowedAudiences\":[\"api://x\"],"
                + "\"attributeCondition\":\"false\"}");

    assertThat(description(client.exchange(client.subjectToken())))
        .startsWith("The issuer in ID Token");
  }

  /** A good managed identity token's claims, changed. */
  private Map<String, Object> claims(Consumer<Map<String, Object>> change) {
    WorldState now = sandbox.world().state();
    String identity = now.apps().identity();
    Map<String, Object> claims =
        new LinkedHashMap<>(
            sandbox
                .entra()
                .managedIdentity(
                    now,
                    identity,
                    requireNonNull(now.functionApp().identities().get(identity)),
                    Map.entry(now.apps().federationApp(), now.app(now.apps().federationApp())),
                    client.setting("BRIDGE_FEDERATION_RESOURCE")));
    change.accept(claims);
    return claims;
  }

  private String sign(Signature signature) {
    return sandbox.entra().sign(claims(c -> {}), sandbox.entra().keyId(), signature);
  }

  private void assertInvented(String token, String text) throws Exception {
    HttpResponse<String> answer = client.exchange(token);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error(answer)).isEqualTo("invalid_grant");
    assertThat(description(answer)).startsWith(text);
  }

  private void assertRefused(HttpResponse<String> answer, String error, String text) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error(answer)).isEqualTo(error);
    assertThat(description(answer)).isEqualTo(text);
    assertThat(sandbox.counters().stsExchanges()).isZero();
  }

  private static String error(HttpResponse<String> answer) {
    return json(answer).get("error").getAsString();
  }

  private static String description(HttpResponse<String> answer) {
    return json(answer).get("error_description").getAsString();
  }
}
