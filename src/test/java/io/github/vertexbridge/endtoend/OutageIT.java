package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hops that fail while calls go on: typed and named, and over when the fault is over. */
class OutageIT {
  private static RunningBridge bridge;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    bridge =
        RunningBridge.start(
                "outage",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD.with("BRIDGE_HOP_TIMEOUT", "1s"))
            .ready();
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @AfterEach
  void mend() {
    bridge.sandbox().world().update(now -> World.standard().state());
    bridge.sandbox().reset();
    bridge.until(bridge::generate, reply -> reply.status() == 200);
  }

  @Test
  void calls_whenStsAndIamAreDownButTheTokenIsValid_thenNoneFails() {
    bridge.sandbox().down("sts");
    bridge.sandbox().down("iam");
    bridge.sandbox().down("managed-identity");

    for (int i = 0; i < 200; i++) {
      assertThat(bridge.generate().status()).isEqualTo(200);
    }
  }

  @Test
  void calls_whenVertexGoesDownAndUp_thenTypedAndThenServedAgain() {
    bridge.sandbox().down("vertex:europe-west4");

    RunningBridge.Reply reply = bridge.generate();

    assertThat(reply.status()).as(reply.body()).isEqualTo(503);
    assertThat(reply.hop()).isEqualTo("vertex");
    assertThat(reply.reason()).isEqualTo("VERTEX_UNAVAILABLE");
    bridge.sandbox().up("vertex:europe-west4");
    assertThat(bridge.generate().status()).isEqualTo(200);
  }

  static Stream<Arguments> vertexFaults() {
    return Stream.of(
        Arguments.of(Fault.html(502), "VERTEX_UNAVAILABLE"),
        Arguments.of(Fault.status(503, ""), "VERTEX_UNAVAILABLE"),
        Arguments.of(Fault.reset(), "VERTEX_UNAVAILABLE"),
        Arguments.of(Fault.redirect(307, "https://127.0.0.1:1/elsewhere"), ""),
        Arguments.of(
            Fault.status(
                403,
                "{\"error\":{\"code\":403,\"message\":\"m\",\"status\":\"PERMISSION_DENIED\"}}"),
            "VERTEX_PERMISSION_DENIED"),
        Arguments.of(
            Fault.status(
                429,
                "{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\"}}",
                Map.of("Content-Type", "application/json", "Retry-After", "11")),
            "VERTEX_THROTTLED"));
  }

  @ParameterizedTest
  @MethodSource("vertexFaults")
  void call_whenVertexMisbehaves_thenTypedWithItsHop(Fault fault, String reason) {
    bridge.sandbox().faults().untilCleared("vertex", fault);

    RunningBridge.Reply reply = bridge.generate();

    assertThat(reply.hop()).as(reply.body()).isEqualTo("vertex");
    if (!reason.isEmpty()) {
      assertThat(reply.reason()).isEqualTo(reason);
    }
  }

  @Test
  void call_whenVertexRejectsTheToken_thenHealedByOneMint() {
    long mints = bridge.sandbox().counters().iamMints();
    long exchanges = bridge.sandbox().counters().stsRequests();
    bridge
        .sandbox()
        .faults()
        .add(
            "vertex",
            Fault.status(
                401, "{\"error\":{\"code\":401,\"message\":\"m\",\"status\":\"UNAUTHENTICATED\"}}"),
            1);

    assertThat(bridge.generate().status()).isEqualTo(200);
    assertThat(bridge.sandbox().counters().iamMints() - mints).isEqualTo(1);
    assertThat(bridge.sandbox().counters().stsRequests()).isEqualTo(exchanges);
  }

  static Stream<Arguments> identityFaults() {
    return Stream.of(
        Arguments.of("sts", Fault.hang(), "IDENTITY_TIMEOUT"),
        Arguments.of("sts", Fault.html(502), "IDENTITY_UNAVAILABLE"),
        Arguments.of("iam", Fault.drip(Duration.ofMillis(300)), "IDENTITY_TIMEOUT"),
        Arguments.of("iam", Fault.status(503, ""), "IDENTITY_UNAVAILABLE"));
  }

  /** With tokens of two seconds, so that callers meet the fault and the recovery. */
  @ParameterizedTest
  @MethodSource("identityFaults")
  void calls_whenAnIdentityHopFailsPastTheTokensEnd_thenTypedWithItsHopAndRecover(
      String component, Fault fault, String reason) {
    bridge
        .sandbox()
        .world()
        .patch("{\"lifetimes\":{\"federatedToken\":2,\"serviceAccountToken\":2}}");
    bridge.sandbox().revokeAccessTokens(); // the long-lived one is healed away
    bridge.until(bridge::generate, reply -> reply.status() == 200);
    bridge.sandbox().faults().untilCleared(component, fault);

    RunningBridge.Reply reply = bridge.until(bridge::generate, r -> r.status() != 200);

    assertThat(reply.hop())
        .as(reply.body())
        .isEqualTo(component.equals("iam") ? "impersonation" : component);
    assertThat(reply.reason()).isEqualTo(reason);
    assertThat(reply.header("retry-after")).isNotBlank();
  }
}
