package io.github.vertexbridge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.config.Settings;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.World;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real chain against the sandbox: each misconfiguration, told by its hop and Google's words.
 */
class SandboxChainTest {
  private static Sandbox sandbox;
  private static SSLContext tls;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    sandbox = Sandbox.start(directory, World.standard());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(sandbox.trustStore())) {
      trusted.load(file, sandbox.trustStorePassword().toCharArray());
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    tls = SSLContext.getInstance("TLS");
    tls.init(null, managers.getTrustManagers(), null);
    MsalEnvironment.appService(
        URI.create(sandbox.appSettings().get("IDENTITY_ENDPOINT")),
        sandbox.appSettings().get("IDENTITY_HEADER"));
  }

  @AfterEach
  void mend() {
    sandbox.world().update(now -> World.standard().state());
    sandbox.reset();
  }

  @AfterAll
  static void stop() throws Exception {
    MsalEnvironment.restore();
    sandbox.close();
  }

  private static Settings settings(Map<String, String> changes) throws Exception {
    Map<String, String> environment = new HashMap<>(sandbox.appSettings());
    environment.putAll(changes);
    return Settings.from(environment);
  }

  private static BearerToken token(Settings settings) {
    try (GoogleTokens tokens =
        GoogleTokens.connect(settings, hop -> {}, InstantSource.system(), tls)) {
      Optional<ServiceAccount> as = settings.google().defaultServiceAccount();
      return tokens.token(as, Deadline.after(Duration.ofSeconds(60), InstantSource.system()));
    }
  }

  private static Failure refusal(Map<String, String> changes) throws Exception {
    Settings settings = settings(changes);
    return catchThrowableOfType(FailureException.class, () -> token(settings)).failure();
  }

  @Test
  void token_whenAllIsRight_thenThreeHopsWithTheirClaims() throws Exception {
    BearerToken token = token(settings(Map.of()));

    assertThat(token.origin())
        .extracting(HopRecord::hop)
        .containsExactly(Hop.MANAGED_IDENTITY, Hop.STS, Hop.IMPERSONATION);
    assertThat(token.origin()).allMatch(HopRecord::ok);
    assertThat(token.origin().get(0).claims()).containsKeys("iss", "aud", "sub", "oid", "exp");
  }

  @Test
  void token_whenDirect_thenTheFederatedTokenItself() throws Exception {
    BearerToken token = token(settings(Map.of("BRIDGE_DEFAULT_SERVICE_ACCOUNT", "")));

    assertThat(token.origin())
        .extracting(HopRecord::hop)
        .containsExactly(Hop.MANAGED_IDENTITY, Hop.STS);
  }

  /** Catalogue id, patch of the provider, words of Google that must be seen. */
  static Stream<Arguments> providers() {
    return Stream.of(
        Arguments.of(
            "S04",
            "{\"disabled\":true}",
            "The target service indicated by the \"audience\" parameters is invalid. This might"
                + " either be because the pool or provider is disabled or deleted or because it"
                + " doesn't exist."),
        Arguments.of(
            "S05",
            "{\"issuerUri\":\"https://login.microsoftonline.com/5b1f3d52-6c0e-4a53-9a53-0e0d2a7c1a01/v2.0\"}",
            "does not match the expected ones: https://login.microsoftonline.com/"),
        Arguments.of(
            "S06",
            "{\"allowedAudiences\":[\"2f6a8f10-8a52-4d0c-9a01-6f1b1c9d0f11\"]}",
            "The audience in ID Token [api://2f6a8f10-8a52-4d0c-9a01-6f1b1c9d0f11] does not match"
                + " the expected audience."),
        Arguments.of(
            "S09",
            "{\"attributeCondition\":\"assertion.sub == 'somebody-else'\"}",
            "The given credential is rejected by the attribute condition."),
        Arguments.of(
            "S10",
            "{\"attributeMapping\":{\"google.subject\":\"assertion.xms_mirid\"}}",
            "The size of mapped attribute google.subject exceeds the 127 bytes limit."),
        Arguments.of(
            "S11",
            "{\"attributeMapping\":{\"google.subject\":\"assertion.email\"}}",
            "Could not obtain a value for google.subject from the given credential."));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void token_whenTheProviderDiffers_thenHopRowAndGooglesWords(
      String row, String patch, String words) throws Exception {
    sandbox.world().patchProvider(patch);

    Failure failure = refusal(Map.of());

    assertThat(failure.hop()).contains(Hop.STS);
    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_REFUSED);
    assertThat(failure.seen()).contains(words);
    // Absent, disabled and deleted providers look the same from outside.
    assertThat(failure.facts().get("catalogue")).startsWith(row.equals("S04") ? "S0" : row);
    assertThat(failure.remedy()).isNotBlank();
  }

  @Test
  void token_whenThePoolIsDisabled_thenInvalidTarget() throws Exception {
    sandbox.world().patchPool("{\"disabled\":true}");

    Failure failure = refusal(Map.of());

    assertThat(failure.hop()).contains(Hop.STS);
    assertThat(failure.facts()).containsEntry("error", "invalid_target");
  }

  @Test
  void token_whenTheProviderIsUnknown_thenInvalidTarget() throws Exception {
    Failure failure =
        refusal(
            Map.of(
                "BRIDGE_WIF_PROVIDER",
                "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools"
                    + "/azure/providers/nobody"));

    assertThat(failure.hop()).contains(Hop.STS);
    assertThat(failure.facts()).containsEntry("error", "invalid_target");
  }

  @Test
  void token_whenTheSubjectTokenIsStale_thenItsOwnCodeAndTwoExchangesAtMost() throws Exception {
    sandbox.world().patch("{\"lifetimes\":{\"staleAfter\":-1}}");
    long before = sandbox.counters().stsRequests();

    Failure failure = refusal(Map.of());

    assertThat(failure.hop()).contains(Hop.STS);
    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_STALE);
    assertThat(failure.seen()).contains("is stale to sign-in");
    assertThat(sandbox.counters().stsRequests() - before).isBetween(1L, 2L);
  }

  @Test
  void token_whenTheBindingIsMissing_thenImpersonationNamesThePermission() throws Exception {
    sandbox
        .world()
        .patch(
            "{\"serviceAccounts\":{\"vertex-bridge@vertex-sandbox.iam.gserviceaccount.com\":"
                + "{\"bindings\":[]}}}");

    Failure failure = refusal(Map.of());

    assertThat(failure.hop()).contains(Hop.IMPERSONATION);
    assertThat(failure.facts())
        .containsEntry("reason", "IAM_PERMISSION_DENIED")
        .containsEntry("permission", "iam.serviceAccounts.getAccessToken");
  }

  @Test
  void token_whenTheServiceAccountDoesNotExist_thenImpersonationSays404() throws Exception {
    Failure failure =
        refusal(
            Map.of(
                "BRIDGE_DEFAULT_SERVICE_ACCOUNT", "nobody@vertex-sandbox.iam.gserviceaccount.com"));

    assertThat(failure.hop()).contains(Hop.IMPERSONATION);
    assertThat(failure.facts()).containsEntry("catalogue", "I04");
  }
}
