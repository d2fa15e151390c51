package io.github.vertexbridge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole chain with the real libraries, from settings to a token. */
class ConnectTest {
  private static final Optional<ServiceAccount> APP =
      ServiceAccount.parse("app@project.iam.gserviceaccount.com");

  private final List<HopRecord> tried = new CopyOnWriteArrayList<>();
  private final Instant issued = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final WireServer platform = WireServer.http();
  private SSLContext tls;
  private WireServer google;

  @BeforeEach
  void start() throws Exception {
    tls = WireServer.throwawayTls();
    google = WireServer.https(tls);
    MsalEnvironment.appService(platform.origin());
    platform.answerJson(
        200,
        "{\"access_token\":\""
            + Jwts.v1(issued, "uti-1")
            + "\",\"expires_on\":\""
            + issued.plusSeconds(86_700).getEpochSecond()
            + "\",\"token_type\":\"Bearer\"}");
    google.answer(
        exchange ->
            exchange
                .getResponseSender()
                .send(
                    exchange.getRequestPath().equals("/v1/token")
                        ? "{\"access_token\":\"federated\",\"issued_token_type\":\"x\","
                            + "\"token_type\":\"Bearer\",\"expires_in\":3599}"
                        : "{\"accessToken\":\"access\",\"expireTime\":\""
                            + issued.plusSeconds(3600)
                            + "\"}"));
  }

  @AfterEach
  void stop() throws Exception {
    MsalEnvironment.restore();
    platform.close();
    google.close();
  }

  @Test
  void token_whenAllAnswer_thenOneRequestAHopAndTheirRecords() throws Exception {
    try (GoogleTokens tokens =
        GoogleTokens.connect(settings(), tried::add, InstantSource.system(), tls)) {
      tokens.warm(APP);
      BearerToken token = tokens.token(APP, soon());
      BearerToken again = tokens.token(APP, soon());

      assertThat(token.secret()).isEqualTo("access");
      assertThat(again).isSameAs(token);
      assertThat(tokens.ready(APP)).isTrue();
      assertThat(token.origin()).isEqualTo(tried);
      assertThat(tried)
          .extracting(HopRecord::hop)
          .containsExactly(Hop.MANAGED_IDENTITY, Hop.STS, Hop.IMPERSONATION);
      assertThat(platform.requests).hasSize(1);
      assertThat(google.requests).hasSize(2);
      assertThat(tokens.snapshot())
          .extracting(TokenState::exchanges, TokenState::mints)
          .containsExactly(tuple(1L, 0L), tuple(0L, 1L));
    }
  }

  @Test
  void token_whenGooglesCertificateIsUnknown_thenTypedFailureAtSts() throws Exception {
    try (GoogleTokens tokens =
        GoogleTokens.connect(settings(), tried::add, InstantSource.system())) {

      Failure failure =
          catchThrowableOfType(FailureException.class, () -> tokens.token(APP, soon())).failure();

      assertThat(failure.hop()).contains(Hop.STS);
      assertThat(tried).extracting(HopRecord::ok).containsExactly(true, false);
      assertThat(google.requests).isEmpty();
    }
  }

  @Test
  void credential_whenStorageAsks_thenTokenForItsResource() throws Exception {
    AccessToken token =
        ManagedIdentity.credential(settings(), InstantSource.system())
            .getTokenSync(
                new TokenRequestContext().addScopes("https://storage.azure.com/.default"));

    assertThat(token.getExpiresAt().toInstant()).isEqualTo(issued.plusSeconds(86_700));
    assertThat(platform.requests.get(0).target())
        .contains("resource=https%3A%2F%2Fstorage.azure.com");
  }

  private Settings settings() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("AZURE_CLIENT_ID", UUID.randomUUID().toString());
    environment.put("BRIDGE_TENANT_ID", "11111111-0000-4000-8000-000000000001");
    environment.put("BRIDGE_API_AUDIENCE", "api://bridge");
    environment.put("BRIDGE_FEDERATION_RESOURCE", "api://federation");
    environment.put(
        "BRIDGE_WIF_PROVIDER",
        "//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/azure/providers/entra");
    environment.put("BRIDGE_GOOGLE_PROJECT", "my-project");
    environment.put("BRIDGE_STS_ENDPOINT", google.origin().toString());
    environment.put("BRIDGE_IAM_ENDPOINT", google.origin().toString());
    environment.put("BRIDGE_HOP_TIMEOUT", "20");
    environment.put("IDENTITY_ENDPOINT", platform.origin().toString());
    environment.put("IDENTITY_HEADER", MsalEnvironment.HEADER);
    return Settings.from(environment);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30), InstantSource.system());
  }
}
