package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.vertex.Calls.SHORT;
import static io.github.vertexbridge.vertex.Calls.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call ends by its deadline whatever the other side does, and leaves nothing behind. */
class RestDeadlineTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private static final TestCa CA = new TestCa();
  private final VertexClient client =
      Calls.client(new FakeTokens(), CA, new VertexOptions(1, Duration.ofSeconds(5), 1 << 20));
  private final CountDownLatch left = new CountDownLatch(1);

  @AfterEach
  void stop() {
    client.close();
  }

  @Test
  void call_whenNothingIsAnswered_thenTimeoutAndTheConnectionIsClosed() throws Exception {
    assertTimeoutAndClose((in, out) -> RawServer.awaitClose(in));
  }

  @Test
  void call_whenHeadersDrip_thenTimeoutAndTheConnectionIsClosed() throws Exception {
    assertTimeoutAndClose((in, out) -> drip(out, HEAD + "x-filler: "));
  }

  @Test
  void call_whenBodyDrips_thenTimeoutAndTheConnectionIsClosed() throws Exception {
    assertTimeoutAndClose((in, out) -> drip(out, HEAD + "Content-Length: 100000\r\n\r\n"));
  }

  @Test
  void call_whenBodyDripsInChunks_thenTimeoutAndTheConnectionIsClosed() throws Exception {
    assertTimeoutAndClose(
        (in, out) -> drip(out, HEAD + "Transfer-Encoding: chunked\r\n\r\nffff\r\n"));
  }

  @Test
  void call_whenTlsHangs_thenTimeout() throws Exception {
    try (java.net.ServerSocket silent =
        new java.net.ServerSocket(0, 50, java.net.InetAddress.getByName("localhost"))) {
      assertTimeout(URI.create("https://localhost:" + silent.getLocalPort()));
    }
  }

  @Test
  void call_whenServerDoesNotReadTheRequest_thenTimeout() {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            CA,
            (in, out) -> {
              RawServer.readHead(in);
              over.await();
            })) {
      FailureException e =
          ended(
              Calls.to(
                  server.origin(), Calls.generate(), Headers.NONE, new byte[20_000_000], SHORT));
      assertThat(e.failure().code()).isEqualTo(FailureCode.VERTEX_TIMEOUT);
    } finally {
      over.countDown();
    }
  }

  @Test
  void call_whenOneTimedOut_thenItsConnectionIsFreeForTheNextAndNoInterruptIsLeft() {
    try (RawServer server = new RawServer(CA, (in, out) -> RawServer.awaitClose(in));
        FakeVertex vertex = new FakeVertex(CA)) {
      assertTimeout(server.origin());
      assertTimeout(server.origin());
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(client.call(Calls.to(vertex.origin())).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void call_whenDeadlineHasPassed_thenVertexIsNotCalled() {
    try (FakeVertex vertex = new FakeVertex(CA)) {
      FailureException e = ended(Calls.to(vertex.origin(), Duration.ZERO));
      assertThat(e.failure().code()).isEqualTo(FailureCode.VERTEX_TIMEOUT);
      assertThat(e.failure().facts()).containsEntry("kind", "not-sent");
      assertThat(vertex.seen()).isEmpty();
    }
  }

  @Test
  void call_whenTheAppInterruptsIt_thenTypedFailureAndTheInterruptStays() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    AtomicReference<FailureCode> code = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    try (RawServer server =
        new RawServer(
            CA,
            (in, out) -> {
              RawServer.readHead(in);
              arrived.countDown();
              RawServer.awaitClose(in);
            })) {
      Thread caller =
          new Thread(
              () -> {
                FailureException e =
                    assertThrows(
                        FailureException.class, () -> client.call(Calls.to(server.origin())));
                code.set(e.failure().code());
                interrupted.set(Thread.currentThread().isInterrupted());
              });
      caller.start();
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
      caller.interrupt();
      caller.join(10_000);
      assertThat(code.get()).isEqualTo(FailureCode.SHUTTING_DOWN);
      assertThat(interrupted.get()).isTrue();
    }
  }

  @Test
  void alarm_whenStoppedInTime_thenItNeverInterrupts() {
    Alarm alarm = new Alarm();
    assertThat(alarm.stop()).isFalse();
    alarm.run();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void alarm_whenItRangUnnoticed_thenItsInterruptIsTakenBack() {
    Alarm alarm = new Alarm();
    alarm.run();
    assertThat(alarm.stop()).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  /** The first call opens the connection, so that the second one meets the fault and no delay. */
  private void assertTimeoutAndClose(RawServer.Script fault) throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            CA,
            (in, out) -> {
              RawServer.readRequest(in, 2);
              out.write(bytes(HEAD + "Content-Length: 2\r\n\r\n{}"));
              RawServer.readRequest(in, 2);
              reached.countDown();
              try {
                fault.talk(in, out);
              } finally {
                left.countDown();
              }
            })) {
      client.call(Calls.to(server.origin()));
      assertTimeout(server.origin());
      assertThat(reached.getCount()).isZero();
      assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  private void assertTimeout(URI origin) {
    VertexTrace trace = new VertexTrace();
    FailureException e = ended(Calls.to(origin, SHORT), trace);
    assertThat(e.failure().code()).isEqualTo(FailureCode.VERTEX_TIMEOUT);
    assertThat(trace.hops()).singleElement().satisfies(hop -> assertThat(hop.ok()).isFalse());
  }

  private FailureException ended(VertexCall call) {
    return ended(call, new VertexTrace());
  }

  /** Bounds a hang at many times the deadline; says nothing about speed. */
  private FailureException ended(VertexCall call, VertexTrace trace) {
    return assertTimeoutPreemptively(
        SHORT.multipliedBy(50),
        () -> assertThrows(FailureException.class, () -> client.call(call, trace)));
  }

  private static void drip(OutputStream out, String head)
      throws java.io.IOException, InterruptedException {
    out.write(bytes(head));
    while (true) {
      out.write('x');
      out.flush();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
