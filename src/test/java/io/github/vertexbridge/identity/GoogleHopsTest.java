package io.github.vertexbridge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.ProviderName;
import io.github.vertexbridge.call.ServiceAccount;
import io.undertow.util.Headers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** google-auth over our transport, against a server that speaks TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoogleHopsTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration HANG_ENDS = SHORT.multipliedBy(50);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final ServiceAccount APP =
      new ServiceAccount("app@project.iam.gserviceaccount.com");
  private static final ProviderName PROVIDER =
      new ProviderName(
          "//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/azure/providers/entra");

  /** Looks like Google's, so that redaction has something to find. */
  private static final String ACCESS = "ya29" + ".d.canary-access-token";

  private final String jwt = Jwts.v1(Instant.parse("2026-11-25T08:00:00Z"), "canary-uti");
  private final ExecutorService threads = Daemons.pool("test-http", 2);
  private SSLContext tls;
  private HttpClient http;
  private WireServer server;
  private WireServer elsewhere;
  private final List<HopRecord> tried = new CopyOnWriteArrayList<>();

  @BeforeAll
  void makeTls() throws Exception {
    tls = WireServer.throwawayTls();
    http = HopClient.http(threads, tls);
    server = WireServer.https(tls);
    elsewhere = WireServer.https(tls);
    elsewhere.answerJson(200, "{\"access_token\":\"stolen\",\"token_type\":\"Bearer\"}");
  }

  @BeforeEach
  void forget() {
    server.requests.clear();
    elsewhere.requests.clear();
    tried.clear();
  }

  @AfterAll
  void end() {
    server.close();
    elsewhere.close();
    threads.shutdownNow();
  }

  @Test
  void exchange_whenGranted_thenOneRequestInTheFormOfRfc8693() {
    server.answerJson(200, granted(",\"expires_in\":3599"));
    Instant before = Instant.now();

    Fetched token = hops(LONG).exchange(subject());

    assertThat(server.requests).hasSize(1);
    WireServer.Request request = server.requests.get(0);
    assertThat(request.method() + " " + request.target()).isEqualTo("POST /v1/token");
    assertThat(request.authorization()).isEmpty();
    Map<String, String> form = form(request.body());
    assertThat(jwt.equals(form.remove("subject_token"))).isTrue();
    assertThat(form)
        .containsOnly(
            entry("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            entry("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            entry("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"),
            entry("audience", PROVIDER.value()),
            entry("scope", "https://www.googleapis.com/auth/cloud-platform"));
    assertThat(token.secret().equals(ACCESS)).isTrue();
    assertThat(token.expiry().orElseThrow())
        .isBetween(before.plusSeconds(3599), Instant.now().plusSeconds(3600));
    assertThat(token.origin())
        .extracting(HopRecord::hop)
        .containsExactly(Hop.MANAGED_IDENTITY, Hop.STS);
    HopRecord record = tried.get(0);
    assertThat(record.ok()).isTrue();
    assertThat(record.status()).hasValue(200);
    assertThat(record.duration()).isPositive();
    assertThat(record.claims())
        .containsEntry("audience", PROVIDER.value())
        .containsEntry("subject", "22222222-0000-4000-8000-000000000002")
        .containsKey("thumbprint");
  }

  @Test
  void exchange_whenExpiresInIsMissing_thenTokenWithoutExpiry() {
    server.answerJson(200, granted(""));

    assertThat(hops(LONG).exchange(subject()).expiry()).isEmpty();
  }

  @Test
  void mint_whenGranted_thenOneRequestWithTheFederatedToken() {
    String expires = Instant.now().plusSeconds(3600).toString();
    server.answerJson(
        200, "{\"accessToken\":\"" + ACCESS + "\",\"expireTime\":\"" + expires + "\"}");

    Fetched token = hops(LONG).mint(federated(), APP);

    assertThat(server.requests).hasSize(1);
    WireServer.Request request = server.requests.get(0);
    assertThat(request.target())
        .isEqualTo("/v1/projects/-/serviceAccounts/" + APP + ":generateAccessToken");
    assertThat(request.authorization()).isEqualTo("Bearer federated-canary");
    assertThat(request.body()).contains("https://www.googleapis.com/auth/cloud-platform", "3600s");
    assertThat(token.origin())
        .extracting(HopRecord::hop)
        .containsExactly(Hop.MANAGED_IDENTITY, Hop.IMPERSONATION);
    assertThat(tried.get(0).claims()).containsEntry("serviceAccount", APP.value());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void exchange_whenRedirected_thenNothingIsSentAnywhere(int status) {
    server.answer(
        exchange -> {
          exchange.setStatusCode(status);
          exchange.getResponseHeaders().put(Headers.LOCATION, elsewhere.origin() + "/v1/token");
        });

    Failure failure = exchangeFails();

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_MALFORMED);
    assertThat(failure.seen()).contains("redirect");
    assertThat(server.requests).hasSize(1);
    assertThat(elsewhere.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307})
  void mint_whenRedirected_thenNothingIsSentAnywhere(int status) {
    server.answer(
        exchange -> {
          exchange.setStatusCode(status);
          exchange.getResponseHeaders().put(Headers.LOCATION, elsewhere.origin() + "/");
        });

    assertThat(mintFails().code()).isEqualTo(FailureCode.IDENTITY_MALFORMED);
    assertThat(server.requests).hasSize(1);
    assertThat(elsewhere.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer error=\"invalid_token\"", "Bearer realm=\"x\""})
  void mint_whenIamAnswers401_thenOneCall(String challenge) {
    server.answer(
        exchange -> {
          exchange.setStatusCode(401);
          if (!challenge.isEmpty()) {
            exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, challenge);
          }
        });

    Failure failure = mintFails();

    assertThat(server.requests).hasSize(1);
    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_REFUSED);
    assertThat(failure.facts()).containsEntry("upstreamStatus", "401");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void exchange_whenTransitory_thenOneRequestAndUnavailable(int status) {
    server.answer(status, "text/html", "<html>down</html>");

    Failure failure = exchangeFails();

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_UNAVAILABLE);
    assertThat(failure.hop()).contains(Hop.STS);
    assertThat(failure.facts()).containsEntry("upstreamStatus", Integer.toString(status));
    assertThat(server.requests).hasSize(1);
    assertThat(tried.get(0).ok()).isFalse();
    assertThat(tried.get(0).status()).hasValue(status);
  }

  @Test
  void exchange_whenEmpty503_thenTyped() {
    server.answer(503, "text/plain", "");

    assertThat(exchangeFails().seen()).isEqualTo("Google STS answered 503 and nothing else.");
  }

  @Test
  void exchange_whenErrorIsAnObject_thenTypedByItsReason() {
    server.answerJson(
        403,
        """
        {"error":{"code":403,"message":"Security Token Service API has not been used",
        "status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",
        "reason":"SERVICE_DISABLED","domain":"googleapis.com",
        "metadata":{"service":"sts.googleapis.com"}}]}}
        """);

    Failure failure = exchangeFails();

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_REFUSED);
    assertThat(failure.facts())
        .containsEntry("catalogue", "S12")
        .containsEntry("reason", "SERVICE_DISABLED")
        .containsEntry("service", "sts.googleapis.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>hello</html>",
        "",
        "[]",
        "{\"access_token\":\"\",\"token_type\":\"Bearer\",\"issued_token_type\":\"x\"}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":60}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"issued_token_type\":\"x\",\"expires_in\":\"soon\"}",
      })
  void exchange_when200MakesNoSense_thenMalformed(String body) {
    server.answerJson(200, body);

    assertThat(exchangeFails().code()).isEqualTo(FailureCode.IDENTITY_MALFORMED);
  }

  @Test
  void exchange_whenStsHangs_thenEndsAtItsDeadline() {
    server.hang();

    assertThat(endsInTime(() -> exchangeFails(hops(SHORT))).code())
        .isEqualTo(FailureCode.IDENTITY_TIMEOUT);
  }

  @Test
  void exchange_whenStsDrips_thenEndsAtItsDeadlineAndTheConnectionWithIt() throws Exception {
    server.drip();

    assertThat(endsInTime(() -> exchangeFails(hops(SHORT))).code())
        .isEqualTo(FailureCode.IDENTITY_TIMEOUT);
    assertThat(server.goneClients.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void mint_whenIamHangs_thenEndsAtItsDeadline() {
    server.hang();

    Failure failure = endsInTime(() -> mintFails(hops(SHORT)));

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_TIMEOUT);
    assertThat(failure.hop()).contains(Hop.IMPERSONATION);
  }

  @Test
  void exchange_whenAnswerIsEndless_thenRefusedAt64KiB() {
    server.answer(200, "application/json", " ".repeat(HopClient.LONGEST_ANSWER + 1));

    Failure failure =
        catchThrowableOfType(FailureException.class, () -> hops(LONG).exchange(subject()))
            .failure();

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_MALFORMED);
    assertThat(failure.seen()).contains("more than 65536 bytes");
  }

  @Test
  void exchange_whenNobodyListens_thenUnavailable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    URI nobody = URI.create("https://127.0.0.1:" + port);

    Failure failure = exchangeFails(hops(LONG, nobody, http));

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_UNAVAILABLE);
    assertThat(failure.seen()).contains("ConnectException");
    assertThat(failure.facts()).containsEntry("catalogue", "S17");
    assertThat(tried.get(0).status()).isEmpty();
  }

  @Test
  void exchange_whenCertificateIsNotTrusted_thenUnavailable() {
    HttpClient standard = HopClient.http(threads, null);

    Failure failure = exchangeFails(hops(LONG, server.origin(), standard));

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_UNAVAILABLE);
    assertThat(failure.seen()).contains("SSLHandshakeException");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void exchange_whenEndpointIsPlainHttp_thenNothingIsSent() {
    try (WireServer plain = WireServer.http()) {
      Failure failure = exchangeFails(hops(LONG, plain.origin(), http));

      assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
      assertThat(plain.requests).isEmpty();
    }
  }

  @Test
  void mint_whenEndpointIsPlainHttp_thenNothingIsSent() {
    try (WireServer plain = WireServer.http()) {
      Failure failure =
          catchThrowableOfType(
                  FailureException.class,
                  () -> hops(LONG, plain.origin(), http).mint(federated(), APP))
              .failure();

      assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
      assertThat(plain.requests).isEmpty();
    }
  }

  @Test
  void failures_whenTokensWereInPlay_thenNoTextHoldsThem() {
    // An upstream that throws the token back at us.
    server.answer(
        exchange -> {
          exchange.setStatusCode(400);
          exchange
              .getResponseSender()
              .send(
                  "{\"error\":\"invalid_grant\",\"error_description\":\"bad "
                      + jwt
                      + " and "
                      + ACCESS
                      + "\"}");
        });

    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> hops(LONG).exchange(subject()));

    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    text.append(thrown.failure().toString()).append(tried.toString());
    text.append(subject().toString()).append(federated().toString());
    text.append(new Fetched(ACCESS, Instant.EPOCH, Optional.empty(), List.of()).toString());
    assertThat(text.toString().contains(jwt)).isFalse();
    assertThat(text.toString().contains("eyJ")).isFalse();
    assertThat(text.toString().contains("canary-access")).isFalse();
    assertThat(text.toString()).contains("[redacted]");
  }

  private Failure endsInTime(Supplier<Failure> call) {
    long start = System.nanoTime();
    Failure failure = call.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(HANG_ENDS);
    return failure;
  }

  private Failure exchangeFails() {
    return exchangeFails(hops(LONG));
  }

  private Failure exchangeFails(GoogleHops hops) {
    return catchThrowableOfType(FailureException.class, () -> hops.exchange(subject())).failure();
  }

  private Failure mintFails() {
    return mintFails(hops(LONG));
  }

  private Failure mintFails(GoogleHops hops) {
    return catchThrowableOfType(FailureException.class, () -> hops.mint(federated(), APP))
        .failure();
  }

  private GoogleHops hops(Duration timeout) {
    return hops(timeout, server.origin(), http);
  }

  private GoogleHops hops(Duration timeout, URI origin, HttpClient client) {
    return new GoogleHops(
        new HopClient(client, timeout, InstantSource.system()),
        origin,
        origin,
        PROVIDER,
        new TokenClaims(new byte[] {1, 2, 3}),
        tried::add);
  }

  private SubjectToken subject() {
    Instant now = Instant.now();
    return new SubjectToken(
        jwt,
        Map.of("sub", "22222222-0000-4000-8000-000000000002"),
        Optional.of(now),
        now.plusSeconds(86_700),
        managedIdentity());
  }

  private BearerToken federated() {
    return new BearerToken(
        "federated-canary", Instant.now().plusSeconds(100), List.of(managedIdentity()));
  }

  private static HopRecord managedIdentity() {
    return new HopRecord(
        Hop.MANAGED_IDENTITY,
        Instant.now(),
        Duration.ofMillis(3),
        true,
        OptionalInt.of(200),
        Map.of(),
        Optional.empty());
  }

  private static String granted(String more) {
    return "{\"access_token\":\""
        + ACCESS
        + "\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\","
        + "\"token_type\":\"Bearer\""
        + more
        + "}";
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      form.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return form;
  }
}
