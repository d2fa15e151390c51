package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.sandbox.CallerTokenRequest;
import io.github.vertexbridge.sandbox.CallerTokenRequest.Signature;
import io.github.vertexbridge.sandbox.World;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in, over HTTP; and that nobody else costs a call to Vertex. */
class CallersIT {
  private static RunningBridge bridge;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    bridge =
        RunningBridge.start("callers", directory, World.standard(), RunningBridge.Variant.STANDARD)
            .ready();
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static RunningBridge.Reply call(String authorization) {
    HttpRequest.Builder request = bridge.request(RunningBridge.MODEL + ":generateContent");
    return bridge.send(
        authorization.isEmpty() ? request : request.header("Authorization", authorization),
        RunningBridge.HELLO);
  }

  static Stream<Arguments> strangers() {
    CallerTokenRequest good = CallerTokenRequest.withRoles("Bridge.Invoke");
    return Stream.of(
        Arguments.of("expired", good.expiresIn(Duration.ofMinutes(-10))),
        Arguments.of("other tenant", good.tenant("9c2e4d63-7d1f-4b64-8b64-1f1e3b8d2b02")),
        Arguments.of("other audience", good.audience("https://management.azure.com")),
        Arguments.of("alg none", good.signature(Signature.NONE)),
        Arguments.of("HS256 with the public key", good.signature(Signature.HS256_PUBLIC_KEY)),
        Arguments.of("key of somebody else", good.signature(Signature.FOREIGN_KEY)),
        Arguments.of("one bit flipped", good.signature(Signature.TAMPERED)),
        Arguments.of("unknown kid", good.keyId("nobody")),
        Arguments.of("no kid", good.keyId("")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strangers")
  void call_whenTheTokenIsBad_then401TypedWithChallenge(String name, CallerTokenRequest request) {
    long before = bridge.sandbox().counters().vertexRestCalls();

    RunningBridge.Reply reply = call("Bearer " + bridge.sandbox().callerToken(request));

    assertThat(reply.status()).as(reply.body()).isEqualTo(401);
    assertThat(reply.header("www-authenticate")).startsWith("Bearer").contains("invalid_token");
    assertThat(reply.reason()).isEqualTo("CALLER_TOKEN_INVALID");
    assertThat(reply.header("x-bridge-correlation-id")).matches("[A-Za-z0-9_-]{16,64}");
    assertThat(bridge.sandbox().counters().vertexRestCalls()).isEqualTo(before);
  }

  @Test
  void call_whenThereIsNoToken_then401() {
    assertThat(call("").reason()).isEqualTo("CALLER_UNAUTHENTICATED");
    assertThat(call("Basic dXNlcjpwYXNz").status()).isEqualTo(401);
  }

  @Test
  void call_whenTheAppHasNoRole_then403NamesTheClosestRule() {
    String token = bridge.sandbox().callerToken(CallerTokenRequest.withRoles());

    RunningBridge.Reply reply = call("Bearer " + token);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.reason()).isEqualTo("POLICY_DENIED");
    assertThat(reply.header("www-authenticate")).contains("insufficient_scope");
  }

  @Test
  void call_whenTheTokenIsV2_thenLetIn() {
    String token =
        bridge.sandbox().callerToken(CallerTokenRequest.withRoles("Bridge.Invoke").version(2));

    assertThat(call("Bearer " + token).status()).isEqualTo(200);
  }

  @Test
  void call_whenEasyAuthHeadersAreForged_thenTheyDoNotCount() {
    HttpRequest.Builder request =
        bridge
            .request(RunningBridge.MODEL + ":generateContent")
            .header("X-MS-CLIENT-PRINCIPAL", "e30=")
            .header("X-MS-CLIENT-PRINCIPAL-ID", "b2c3d4e5-6f7a-4b8c-9d0e-1f2a3b4c5d77");

    assertThat(bridge.send(request, RunningBridge.HELLO).status()).isEqualTo(401);
  }

  @Test
  void call_whenTheCallerBringsACorrelationId_thenItComesBackAndGoesToVertex() {
    String id = "my-own-id-0123456789";
    RunningBridge.Reply reply =
        bridge.send(
            bridge
                .request(RunningBridge.MODEL + ":generateContent")
                .header("Authorization", "Bearer " + bridge.token())
                .header("x-request-id", id),
            RunningBridge.HELLO);

    assertThat(reply.header("x-bridge-correlation-id")).isEqualTo(id);
    assertThat(bridge.sandbox().calls().toString()).contains("(corr=" + id + ")");
  }

  @Test
  void call_whenTheCallersCorrelationIdIsNone_thenItIsReplacedAndBothAreLogged() throws Exception {
    String brought = "not/an id but " + "x".repeat(1000);
    RunningBridge.Reply reply =
        bridge.send(
            bridge
                .request(RunningBridge.MODEL + ":generateContent")
                .header("Authorization", "Bearer " + bridge.token())
                .header("x-bridge-correlation-id", brought),
            RunningBridge.HELLO);

    assertThat(reply.status()).isEqualTo(200);
    String id = reply.header("x-bridge-correlation-id");
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(bridge.output("was replaced: 1014 characters, 'not?an?id?but?xxx"))
        .doesNotContain(brought);
    assertThat(bridge.output(id)).contains(id);
  }
}
