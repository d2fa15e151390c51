package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.vertex.Calls.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestConnectionsTest {
  private static final int AT_ONCE = 250;

  private static final TestCa CA = new TestCa();
  private final VertexClient client = Calls.client(new FakeTokens(), CA);
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    client.close();
    callers.shutdownNow();
  }

  @Test
  void call_when250AreUnderWayAtOnce_thenNoneFailsForTheServersLimitOf100Streams()
      throws Exception {
    try (FakeVertex vertex = new FakeVertex(CA);
        // 250 handshakes on both sides take their time on a small machine.
        VertexClient patient =
            Calls.client(new FakeTokens(), CA, new VertexOptions(AT_ONCE, Calls.AMPLE, 1 << 20))) {
      Gate gate = new Gate(AT_ONCE);
      vertex.script((exchange, seen) -> gate.arrive(exchange));
      List<Future<VertexReply>> replies = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        replies.add(callers.submit(() -> patient.call(Calls.to(vertex.origin()))));
      }
      for (Future<VertexReply> reply : replies) {
        assertThat(reply.get(60, TimeUnit.SECONDS).answer().body()).isEqualTo(bytes("done"));
      }
      assertThat(vertex.seen()).hasSize(AT_ONCE);
    }
  }

  @Test
  void call_whenAllConnectionsAreInUse_thenBusyAtOnceAndFreeAgainLater() throws Exception {
    try (FakeVertex vertex = new FakeVertex(CA);
        VertexClient two =
            Calls.client(
                new FakeTokens(), CA, new VertexOptions(2, Duration.ofSeconds(5), 1 << 20))) {
      CountDownLatch arrived = new CountDownLatch(2);
      Gate gate = new Gate(Integer.MAX_VALUE);
      vertex.script(
          (exchange, seen) -> {
            gate.arrive(exchange);
            arrived.countDown();
          });
      Future<VertexReply> first = callers.submit(() -> two.call(Calls.to(vertex.origin())));
      Future<VertexReply> second = callers.submit(() -> two.call(Calls.to(vertex.origin())));
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

      Failure busy = failure(two, vertex.origin());
      assertThat(busy.code()).isEqualTo(FailureCode.VERTEX_CONNECTIONS_BUSY);
      assertThat(busy.retryAfter()).contains(Duration.ofSeconds(1));
      assertThat(vertex.seen()).hasSize(2);
      try (FakeVertex other = new FakeVertex(CA)) {
        assertThat(two.call(Calls.to(other.origin())).answer().status()).isEqualTo(200);
      }

      gate.open();
      first.get(10, TimeUnit.SECONDS);
      second.get(10, TimeUnit.SECONDS);
      vertex.script(FakeVertex.respond(200, "{}"));
      assertThat(two.call(Calls.to(vertex.origin())).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void call_whenCallsFollowEachOther_thenTheyShareAConnection() {
    List<String> ports = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (FakeVertex vertex = new FakeVertex(CA)) {
      vertex.script(
          (exchange, seen) -> {
            ports.add(exchange.getSourceAddress().toString());
            FakeVertex.respond(200, "{}").answer(exchange, seen);
          });
      client.call(Calls.to(vertex.origin()));
      client.call(Calls.to(vertex.origin()));
      assertThat(ports).hasSize(2).containsOnly(ports.get(0));
    }
  }

  @Test
  void call_whenConnectionIsReset_thenOneRequestAndTypedFailure() {
    assertBroken((in, out) -> RawServer.readHead(in), FailureCode.VERTEX_UNAVAILABLE, "reset");
  }

  @Test
  void call_whenBodyIsCutShort_thenTypedFailure() {
    assertBroken(
        (in, out) -> {
          RawServer.readHead(in);
          out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
        },
        FailureCode.VERTEX_UNAVAILABLE,
        "reset");
  }

  @Test
  void call_whenAnswerIsNoHttp_thenMalformed() {
    assertBroken(
        (in, out) -> {
          RawServer.readHead(in);
          out.write(bytes("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
        },
        FailureCode.VERTEX_MALFORMED,
        "http");
  }

  @Test
  void call_whenNobodyListens_thenUnavailable() throws IOException {
    URI nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = URI.create("https://localhost:" + free.getLocalPort());
    }
    Failure failure = failure(client, nobody);
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_UNAVAILABLE);
    assertThat(failure.facts()).containsEntry("kind", "connect");
  }

  @Test
  void call_whenHostHasNoAddress_thenUnavailable() {
    Failure failure = failure(client, URI.create("https://nowhere.invalid"));
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_UNAVAILABLE);
    assertThat(failure.facts()).containsEntry("kind", "connect");
  }

  @Test
  void call_whenServerIsNotTrusted_thenNothingIsSent() {
    try (FakeVertex stranger = new FakeVertex(new TestCa())) {
      Failure failure = failure(client, stranger.origin());
      assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_UNAVAILABLE);
      assertThat(failure.facts()).containsEntry("kind", "tls");
      assertThat(stranger.seen()).isEmpty();
    }
  }

  @Test
  void call_whenCertificateIsForAnotherName_thenNothingIsSent() {
    try (FakeVertex vertex = new FakeVertex(CA)) {
      URI byAddress = URI.create("https://127.0.0.1:" + vertex.origin().getPort());
      assertThat(failure(client, byAddress).facts()).containsEntry("kind", "tls");
      assertThat(vertex.seen()).isEmpty();
    }
  }

  @Test
  void call_whenServerComesBack_thenNextCallWorks() {
    URI origin;
    try (FakeVertex first = new FakeVertex(CA)) {
      origin = first.origin();
      client.call(Calls.to(origin));
    }
    assertThat(failure(client, origin).code()).isEqualTo(FailureCode.VERTEX_UNAVAILABLE);
    try (FakeVertex second = new FakeVertex(CA, origin.getPort())) {
      assertThat(client.call(Calls.to(origin)).answer().status()).isEqualTo(200);
      assertThat(second.seen()).hasSize(1);
    }
  }

  private void assertBroken(RawServer.Script script, FailureCode code, String kind) {
    try (RawServer server = new RawServer(CA, script)) {
      Failure failure = failure(client, server.origin());
      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure.facts()).containsEntry("kind", kind);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  private static Failure failure(VertexClient client, URI origin) {
    return assertThrows(FailureException.class, () -> client.call(Calls.to(origin))).failure();
  }

  /** Holds requests until so many are there, then answers them all. */
  private static final class Gate {
    private final List<HttpServerExchange> held = new ArrayList<>();
    private final int opensAt;

    Gate(int opensAt) {
      this.opensAt = opensAt;
    }

    synchronized void arrive(HttpServerExchange exchange) {
      exchange.dispatch(io.undertow.util.SameThreadExecutor.INSTANCE, () -> {});
      held.add(exchange);
      if (held.size() >= opensAt) {
        open();
      }
    }

    synchronized void open() {
      held.forEach(e -> e.getIoThread().execute(() -> e.getResponseSender().send("done")));
      held.clear();
    }
  }
}
