package io.github.vertexbridge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The real azure-identity and msal4j against an endpoint like App Service's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedIdentityTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration HANG_ENDS = SHORT.multipliedBy(50);

  private final ExecutorService http = Daemons.pool("test-http", 2);
  private final ExecutorService library = Daemons.pool("test-library", 2);
  private final List<HopRecord> tried = new CopyOnWriteArrayList<>();
  private final Instant issued = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  /** A client id of its own for each test: MSAL's cache is one for the process. */
  private ClientId identity = new ClientId(UUID.randomUUID().toString());

  private WireServer server;

  @BeforeAll
  void start() {
    server = WireServer.http();
  }

  @BeforeEach
  void fresh() throws Exception {
    MsalEnvironment.appService(server.origin());
    identity = new ClientId(UUID.randomUUID().toString());
    server.requests.clear();
    tried.clear();
  }

  @AfterAll
  void stop() throws Exception {
    MsalEnvironment.restore();
    server.close();
    http.shutdownNow();
    library.shutdownNow();
  }

  @Test
  void issue_whenGiven_thenOneRequestAndTheClaimsOfTheToken() {
    give("uti-1");

    SubjectToken token = identity(LONG).issue();

    assertThat(server.requests)
        .extracting(r -> r.method() + " " + r.target())
        .containsExactly(
            "GET /msi/token?api-version=2019-08-01&resource=api%3A%2F%2Ffederation&client_id="
                + identity);
    assertThat(token.issuedAt()).contains(issued);
    assertThat(token.expiry()).isEqualTo(issued.plusSeconds(86_700));
    assertThat(tried).containsExactly(token.record());
    assertThat(token.record().ok()).isTrue();
    assertThat(token.record().status()).hasValue(200);
    assertThat(token.record().expiry()).contains(token.expiry());
    assertThat(token.record().claims())
        .containsEntry("iss", "https://sts.windows.net/11111111-0000-4000-8000-000000000001/")
        .containsEntry("aud", "api://federation")
        .containsEntry("sub", "22222222-0000-4000-8000-000000000002")
        .containsEntry("appid", "33333333-0000-4000-8000-000000000003")
        .containsEntry("iat", Long.toString(issued.getEpochSecond()))
        .containsEntry("ver", "1.0")
        .containsEntry("uti", "uti-1")
        .containsKey("thumbprint")
        .doesNotContainKey("xms_mirid");
  }

  @Test
  void issue_whenLibraryHasItInItsCache_thenNoRequestAndNoRecord() {
    give("uti-1");
    identity(LONG).issue();

    SubjectToken again = identity(LONG).issue();

    assertThat(server.requests).hasSize(1);
    assertThat(tried).hasSize(1);
    assertThat(again.record().status()).isEmpty();
  }

  @Test
  void renew_whenForced_thenPastTheCacheThatBothLibrariesShare() {
    give("uti-1");
    SubjectToken first = identity(LONG).issue();
    give("uti-2");

    SubjectToken renewed = identity(LONG).renew();

    assertThat(server.requests).hasSize(2);
    assertThat(renewed.claims()).containsEntry("uti", "uti-2");
    assertThat(renewed.sameIssue(first)).as("the same iat").isTrue();
    assertThat(identity(LONG).issue().claims()).containsEntry("uti", "uti-2");
    assertThat(server.requests).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{\"StatusCode\":400,\"Message\":\"No MSI found for specified ClientId/ResourceId.\",\"CorrelationId\":\"c-1\"}|M03|No MSI found",
        "400|{\"statusCode\":400,\"message\":\"No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId\"}|M02|Managed Identity found",
        "400|{\"error\":\"invalid_resource\",\"error_description\":\"AADSTS500011: The resource principal named api://x was not found\",\"error_codes\":[500011]}|M04|AADSTS500011",
        "401|{\"message\":\"bad header\"}|M07|bad header",
        "404|nothing|M09|without an error object",
      })
  void issue_whenRefused_thenOneRequestAndTheTextThatTheLibraryLoses(
      int status, String body, String catalogue, String seen) {
    server.answerJson(status, body);

    Failure failure = fails(LONG);

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_REFUSED);
    assertThat(failure.hop()).contains(Hop.MANAGED_IDENTITY);
    assertThat(failure.facts())
        .containsEntry("catalogue", catalogue)
        .containsEntry("upstreamStatus", Integer.toString(status));
    assertThat(failure.seen()).contains(seen);
    assertThat(server.requests).hasSize(1);
    assertThat(tried).extracting(HopRecord::ok).containsExactly(false);
    assertThat(tried.get(0).claims()).containsEntry("catalogue", catalogue);
  }

  @ParameterizedTest
  @CsvSource({"429", "500", "502", "503"})
  void issue_whenTransitory_thenOneRequestAndUnavailable(int status) {
    server.answer(status, "text/html", "<html>no</html>");

    assertThat(fails(LONG).code()).isEqualTo(FailureCode.IDENTITY_UNAVAILABLE);
    assertThat(server.requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"429", "500", "503"})
  void renew_whenTransitory_thenOneRequestAndUnavailable(int status) {
    server.answer(status, "text/html", "<html>no</html>");

    assertThat(fails(() -> identity(LONG).renew()).code())
        .isEqualTo(FailureCode.IDENTITY_UNAVAILABLE);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void issue_whenAnswerIsHtml_thenMalformed() {
    server.answer(200, "text/html", "<html>hello</html>");

    assertThat(fails(LONG).code()).isEqualTo(FailureCode.IDENTITY_MALFORMED);
  }

  @Test
  void issue_whenTokenIsNoJwt_thenMalformed() {
    server.answerJson(200, answer("opaque"));

    assertThat(fails(LONG).code()).isEqualTo(FailureCode.IDENTITY_MALFORMED);
  }

  @Test
  void issue_whenEndpointHangs_thenEndsAtItsDeadline() {
    server.hang();

    endsInTime(() -> identity(SHORT).issue());
  }

  @Test
  void issue_whenEndpointDrips_thenEndsAtItsDeadline() {
    server.drip();

    endsInTime(() -> identity(SHORT).issue());
  }

  @Test
  void renew_whenEndpointHangs_thenEndsAtItsDeadline() {
    server.hang();

    endsInTime(() -> identity(SHORT).renew());
  }

  @Test
  void issue_whenNobodyListens_thenUnavailable() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      MsalEnvironment.appService(URI.create("http://127.0.0.1:" + free.getLocalPort()));
    }

    Failure failure = fails(LONG);

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_UNAVAILABLE);
    assertThat(failure.seen()).contains("ConnectException");
  }

  @Test
  void logs_whenTokensWereInPlay_thenNoneHoldsThem() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    List<Logger> libraries =
        List.of(logger("com.azure"), logger("com.microsoft"), logger("io.github.vertexbridge"));
    List<Level> before = libraries.stream().map(Logger::getLevel).toList();
    root.addAppender(lines);
    try {
      libraries.forEach(logger -> logger.setLevel(Level.TRACE));
      give("canary-uti");
      identity(LONG).issue();
      identity(LONG).renew();
      server.answerJson(400, "{\"message\":\"bad " + jwt("canary-uti") + "\"}");
      fails(() -> identity(LONG).renew());
      server.answer(200, "text/plain", jwt("canary-uti"));
      fails(() -> identity(LONG).renew());
    } finally {
      root.detachAppender(lines);
      for (int i = 0; i < before.size(); i++) {
        libraries.get(i).setLevel(before.get(i));
      }
    }
    for (ILoggingEvent line : List.copyOf(lines.list)) {
      String text = line.getFormattedMessage();
      if (line.getThrowableProxy() != null) {
        text += ThrowableProxyUtil.asString(line.getThrowableProxy());
      }
      assertThat(text.contains("eyJ")).as(line.getLoggerName()).isFalse();
      assertThat(text.contains(MsalEnvironment.HEADER)).as(line.getLoggerName()).isFalse();
    }
    assertThat(lines.list).isNotEmpty();
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  private void endsInTime(Runnable call) {
    long start = System.nanoTime();
    assertThat(fails(call).code()).isEqualTo(FailureCode.IDENTITY_TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(HANG_ENDS);
  }

  private Failure fails(Duration timeout) {
    return fails(() -> identity(timeout).issue());
  }

  private static Failure fails(Runnable call) {
    return catchThrowableOfType(FailureException.class, call::run).failure();
  }

  private void give(String uti) {
    server.answerJson(200, answer(jwt(uti)));
  }

  private String jwt(String uti) {
    return Jwts.v1(issued, uti);
  }

  private String answer(String token) {
    return String.format(
        Locale.ROOT,
        "{\"access_token\":\"%s\",\"expires_on\":\"%d\",\"resource\":\"api://federation\","
            + "\"token_type\":\"Bearer\",\"client_id\":\"%s\"}",
        token,
        issued.plusSeconds(86_700).getEpochSecond(),
        identity);
  }

  private ManagedIdentity identity(Duration timeout) {
    return new ManagedIdentity(
        new HopClient(HopClient.http(http, null), timeout, InstantSource.system()),
        library,
        identity,
        "api://federation",
        new TokenClaims(new byte[] {1, 2, 3}),
        tried::add);
  }
}
