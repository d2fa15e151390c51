package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.vertex.FakeVertex.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealTest {
  private static final String UNAUTHENTICATED =
      """
      {"error":{"code":401,"message":"Request had invalid authentication credentials.",
                "status":"UNAUTHENTICATED"}}
      """;

  private static final TestCa CA = new TestCa();
  private final FakeVertex vertex = new FakeVertex(CA);
  private final FakeTokens tokens = new FakeTokens();
  private final VertexClient client = Calls.client(tokens, CA);

  @AfterEach
  void stop() {
    client.close();
    vertex.close();
  }

  @Test
  void call_whenTokenIsThere_thenItIsUsedFromTheCache() {
    assertThat(client.call(Calls.to(vertex.origin())).tokenFromCache()).isFalse();
    VertexReply second = client.call(Calls.to(vertex.origin()));
    assertThat(second.tokenFromCache()).isTrue();
    assertThat(second.token()).isSameAs(tokens.current(java.util.Optional.empty()).orElseThrow());
  }

  @Test
  void call_whenVertexRefusesTheToken_thenTheNextOneIsTriedOnce() {
    refuse("token-1");
    VertexReply reply = client.call(Calls.to(vertex.origin()));
    assertThat(reply.answer().status()).isEqualTo(200);
    assertThat(reply.token().secret()).isEqualTo("token-2");
    assertThat(reply.tokenFromCache()).isFalse();
    assertThat(reply.hops()).extracting(h -> h.status().getAsInt()).containsExactly(401, 200);
    assertThat(tokens.rejected()).extracting(BearerToken::secret).containsExactly("token-1");
  }

  @Test
  void call_whenTheNextTokenIsRefusedToo_thenTypedFailureAfterTwoCalls() {
    vertex.script(respond(401, UNAUTHENTICATED));
    VertexTrace trace = new VertexTrace();
    Failure failure =
        assertThrows(FailureException.class, () -> client.call(Calls.to(vertex.origin()), trace))
            .failure();
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_UNAUTHENTICATED);
    assertThat(failure.hop()).contains(Hop.VERTEX);
    assertThat(vertex.seen()).hasSize(2);
    assertThat(trace.hops()).hasSize(2).noneMatch(h -> h.ok());
    assertThat(trace.token().orElseThrow().secret()).isEqualTo("token-2");
  }

  @Test
  void call_when100MeetA401AtOnce_thenAllRejectTheSameTokenAndOneIsMinted() throws Exception {
    int callers = 100;
    refuse("token-1");
    BearerToken first =
        tokens.token(java.util.Optional.empty(), Calls.to(vertex.origin()).deadline());
    // Nobody's token is rejected before everybody has been refused.
    CyclicBarrier refused = new CyclicBarrier(callers);
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    try (VertexClient meeting =
        new VertexClient(
            new FakeTokensBehind(tokens, refused),
            java.time.InstantSource.system(),
            "1",
            VertexOptions.DEFAULT,
            java.util.Optional.of(CA.trust()))) {
      List<Future<VertexReply>> replies = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        replies.add(pool.submit(() -> meeting.call(Calls.to(vertex.origin()))));
      }
      for (Future<VertexReply> reply : replies) {
        assertThat(reply.get(60, TimeUnit.SECONDS).token().secret()).isEqualTo("token-2");
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(tokens.rejected()).hasSize(callers).allMatch(t -> t == first);
    assertThat(tokens.minted()).isEqualTo(2);
  }

  @Test
  void call_whenTheIdentityChainFails_thenItsFailureComesUnchangedAndVertexIsNotCalled() {
    FailureException outage =
        Failure.at(Hop.STS, FailureCode.IDENTITY_UNAVAILABLE, "STS is down.", "Wait.")
            .asException();
    tokens.fail(outage);
    VertexTrace trace = new VertexTrace();
    assertThat(
            assertThrows(
                FailureException.class, () -> client.call(Calls.to(vertex.origin()), trace)))
        .isSameAs(outage);
    assertThat(trace.token()).isEmpty();
    assertThat(vertex.seen()).isEmpty();
  }

  @Test
  void call_whenNoTokenComesAfterA401_thenTheChainsFailureComesWithTheHopThatLedThere() {
    refuse("token-1");
    client.call(Calls.to(vertex.origin()));
    refuse("token-2");
    tokens.fail(
        Failure.at(Hop.IMPERSONATION, FailureCode.IDENTITY_UNAVAILABLE, "IAM is down.", "Wait.")
            .asException());
    VertexTrace trace = new VertexTrace();
    FailureException e =
        assertThrows(FailureException.class, () -> client.call(Calls.to(vertex.origin()), trace));
    assertThat(e.failure().hop()).contains(Hop.IMPERSONATION);
    assertThat(trace.hops()).extracting(h -> h.status().getAsInt()).containsExactly(401);
  }

  private void refuse(String token) {
    vertex.script(
        (exchange, seen) ->
            (seen.headers().get("authorization").filter(("Bearer " + token)::equals).isPresent()
                    ? respond(401, UNAUTHENTICATED)
                    : respond(200, "{}"))
                .answer(exchange, seen));
  }
}
