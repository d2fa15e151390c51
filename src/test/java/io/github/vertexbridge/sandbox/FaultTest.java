package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripted faults, and components that are really down. */
class FaultTest extends RunningSandbox {

  @Test
  void status_whenScriptedTwice_thenTwoAnswersThenAsUsual() throws Exception {
    sandbox
        .faults()
        .add("sts", Fault.status(503, "{\"busy\":true}", Map.of("Retry-After", "7")), 2);
    String subject = client.subjectToken();

    HttpResponse<String> first = client.exchange(subject);
    HttpResponse<String> second = client.exchange(subject);
    HttpResponse<String> third = client.exchange(subject);

    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(first.body()).isEqualTo("{\"busy\":true}");
    assertThat(first.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(third.statusCode()).isEqualTo(200);
    assertThat(sandbox.counters().stsRequests()).isEqualTo(3);
    assertThat(sandbox.counters().stsExchanges()).isEqualTo(1);
  }

  @Test
  void status_whenUntilCleared_thenUntilCleared() throws Exception {
    sandbox.faults().untilCleared("iam", Fault.status(500, ""));
    String federated = client.federatedToken();
    assertThat(client.mint(federated).statusCode()).isEqualTo(500);
    assertThat(client.mint(federated).statusCode()).isEqualTo(500);

    sandbox.faults().clear("iam");

    assertThat(client.mint(federated).statusCode()).isEqualTo(200);
  }

  @Test
  void fault_whenForVertex_thenEveryLocationAndOneForOneLocation() throws Exception {
    String token = client.accessToken();
    sandbox.faults().add("vertex", Fault.html(502), 1);
    sandbox.faults().add("vertex:global", Fault.html(502), 1);

    assertThat(client.hello(token).statusCode()).isEqualTo(502);
    assertThat(client.hello(token).statusCode()).isEqualTo(200);
    assertThat(sandbox.calls()).extracting(CallRecord::status).containsExactly(0, 200);
  }

  @Test
  void fault_whenComponentIsUnknown_thenRefused() {
    assertThatThrownBy(() -> sandbox.faults().add("vertex:mars", Fault.hang(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vertex:mars");
  }

  @Test
  void html_whenScripted_thenAWebPage() throws Exception {
    sandbox.faults().add("sts", Fault.html(502), 1);

    HttpResponse<String> answer = client.exchange(client.subjectToken());

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
    assertThat(answer.body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void redirect_whenScripted_thenLocation() throws Exception {
    sandbox.faults().add("sts", Fault.redirect(307, "https://elsewhere.example/v1/token"), 1);

    HttpResponse<String> answer = client.exchange(client.subjectToken());

    assertThat(answer.statusCode()).isEqualTo(307);
    assertThat(answer.headers().firstValue("Location"))
        .hasValue("https://elsewhere.example/v1/token");
  }

  @Test
  void delay_whenScripted_thenNotBeforeButAnswered() throws Exception {
    sandbox.faults().add("sts", Fault.delay(Duration.ofMinutes(5)), 1);
    sandbox.faults().add("sts", Fault.delay(Duration.ofMillis(50)), 1);

    assertThatThrownBy(() -> send(HttpClient.Version.HTTP_2, Duration.ofSeconds(1)))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(send(HttpClient.Version.HTTP_2, Duration.ofSeconds(30)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource
  void hang_whenScripted_thenTheClientsTimeoutEndsIt(HttpClient.Version version) throws Exception {
    sandbox.faults().untilCleared("sts", Fault.hang());

    assertThatThrownBy(() -> send(version, Duration.ofSeconds(1)))
        .isInstanceOf(HttpTimeoutException.class);

    sandbox.faults().clear();
    assertThat(send(version, Duration.ofSeconds(30)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource
  void reset_whenScripted_thenIoExceptionAndThenAsUsual(HttpClient.Version version)
      throws Exception {
    sandbox.faults().untilCleared("sts", Fault.reset());

    assertThatThrownBy(() -> send(version, Duration.ofSeconds(30)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);

    sandbox.faults().clear();
    assertThat(send(version, Duration.ofSeconds(30)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource
  void drip_whenScripted_thenHeadAtOnceAndOneByteAtATime(HttpClient.Version version)
      throws Exception {
    sandbox.faults().add("sts", Fault.drip(Duration.ofMillis(20)), 1);
    try (InputStream body =
        client
            .http
            .send(request(version, Duration.ofSeconds(30)), BodyHandlers.ofInputStream())
            .body()) {
      byte[] buffer = new byte[64];
      assertThat(body.read(buffer)).isEqualTo(1);
      // The rest must still come whole.
      assertThat(new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("invalid_request");
    }
  }

  @Test
  void down_whenTaken_thenRefusedAndUpOnTheSamePort() throws Exception {
    String address = sandbox.address("sts");
    String subject = client.subjectToken();
    assertThat(client.exchange(subject).statusCode()).isEqualTo(200);

    sandbox.down("sts");
    // The connection that was kept open ends, whenever the client notices; a new one is refused.
    assertThatThrownBy(() -> client.exchange(subject)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> client.exchange(subject)).isInstanceOf(ConnectException.class);

    sandbox.up("sts");
    assertThat(sandbox.address("sts")).isEqualTo(address);
    assertThat(client.exchange(subject).statusCode()).isEqualTo(200);
  }

  @Test
  void down_whenVertex_thenAllLocationsAndBothTransports() {
    sandbox.down("vertex");
    assertThat(sandbox.componentsView())
        .allSatisfy(
            (name, view) -> assertThat(view.get("up")).isEqualTo(!name.startsWith("vertex")));

    sandbox.up("vertex");
    assertThat(sandbox.componentsView())
        .allSatisfy((name, view) -> assertThat(view.get("up")).isEqualTo(true));
  }

  @Test
  void down_whenACallHangs_thenTheCallEndsToo() throws Exception {
    sandbox.faults().untilCleared("iam", Fault.hang());
    String federated = client.federatedToken();
    var hanging =
        client.http.sendAsync(
            HttpRequest.newBuilder(
                    URI.create(
                        client.setting("BRIDGE_IAM_ENDPOINT")
                            + "/v1/projects/-/serviceAccounts/x:generateAccessToken"))
                .header("Authorization", "Bearer " + federated)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());
    while (sandbox.counters().iamRequests() == 0) {
      Thread.onSpinWait();
    }

    sandbox.down("iam");

    assertThat(hanging).failsWithin(Duration.ofSeconds(20));
  }

  @Test
  void identity_whenHangsOnOneRequest_thenOthersAreAnswered() throws Exception {
    sandbox.faults().add("managed-identity", Fault.hang(), 1);
    String query = "api-version=2019-08-01&resource=api://x";
    var hanging =
        client.http.sendAsync(
            HttpRequest.newBuilder(URI.create(client.setting("IDENTITY_ENDPOINT") + "?" + query))
                .header("X-IDENTITY-HEADER", client.setting("IDENTITY_HEADER"))
                .build(),
            BodyHandlers.ofString());
    while (sandbox.counters().identityRequests() == 0) {
      Thread.onSpinWait();
    }

    assertThat(json(client.identity(query)).get("StatusCode").getAsInt()).isEqualTo(400);
    assertThat(hanging).isNotDone();
    hanging.cancel(true);
  }

  private HttpResponse<String> send(HttpClient.Version version, Duration timeout) throws Exception {
    return client.http.send(request(version, timeout), BodyHandlers.ofString());
  }

  /** An exchange without parameters: refused with 400. */
  private HttpRequest request(HttpClient.Version version, Duration timeout) {
    return HttpRequest.newBuilder(URI.create(sandbox.address("sts") + "/v1/token"))
        .version(version)
        .timeout(timeout)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString("grant_type=x"))
        .build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?alt=sse | {\"component\":\"vertex\",\"kind\":\"stream-error\",\"times\":1} | 2 | data: {\"error\"",
        "?alt=sse | {\"component\":\"vertex\",\"kind\":\"stream-error\",\"times\":1,\"after\":0} | 1 | data: {\"error\"",
        "?alt=sse | {\"component\":\"vertex\",\"kind\":\"stream-error\",\"times\":1,\"bare\":true} | 2 | {",
        "?alt=json | {\"component\":\"vertex\",\"kind\":\"stream-error\",\"times\":1} | 2 | {\"error\"",
      })
  void streamError_whenScripted_thenInsideThe200AfterThatManyChunks(
      String query, String script, int parts, String error) throws Exception {
    String token = client.accessToken();
    client.admin("POST", "/faults", script);

    HttpResponse<String> answer =
        client.vertex(
            "europe-west4",
            "/v1/" + SandboxClient.FLASH + ":streamGenerateContent" + query,
            token,
            SandboxClient.HELLO);

    assertThat(answer.statusCode()).isEqualTo(200);
    String[] chunks = answer.body().split("\n,\r\n|\r\n\r\n", 0);
    assertThat(chunks).hasSize(parts);
    assertThat(chunks[parts - 1]).startsWith(error).contains("RESOURCE_EXH");
  }

  @Test
  void lost_whenScripted_thenTheWorkIsDoneAndTheAnswerIsNot() throws Exception {
    String token = client.accessToken();
    sandbox.faults().add("vertex", Fault.lost(), 1);

    assertThatThrownBy(() -> client.hello(token)).isInstanceOf(IOException.class);
    assertThat(sandbox.counters().get("vertex.ok")).isEqualTo(1);
  }
}
