package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.vertex.Calls.bytes;
import static io.github.vertexbridge.vertex.FakeVertex.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestRelayTest {
  private static final TestCa CA = new TestCa();
  private final FakeVertex vertex = new FakeVertex(CA);
  private final FakeTokens tokens = new FakeTokens();
  private final VertexClient client =
      Calls.client(tokens, CA, new VertexOptions(4, Duration.ofSeconds(5), 10_000));

  @AfterEach
  void stop() {
    client.close();
    vertex.close();
  }

  @Test
  void call_whenVertexAnswers_thenPathQueryAndTokenWereVertexs() {
    VertexCall call = Calls.to(vertex.origin(), Headers.NONE, bytes("{\"a\":1}"));
    client.call(
        new VertexCall(
            call.target(),
            call.origin(),
            "$alt=json;enum-encoding=int",
            call.headers(),
            call.body(),
            call.as(),
            call.correlationId(),
            call.deadline()));
    FakeVertex.Seen seen = vertex.last();
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(seen.url())
        .isEqualTo(
            "/v1/projects/my-project/locations/europe-west4/publishers/google/models/"
                + "gemini-2.5-flash:generateContent?$alt=json;enum-encoding=int");
    assertThat(seen.headers().get("authorization")).contains("Bearer token-1");
    assertThat(seen.body()).isEqualTo(bytes("{\"a\":1}"));
  }

  @Test
  void call_whenMade_thenGoogleGetsTheCorrelationIdAndTheTimeLeft() {
    client.call(Calls.to(vertex.origin(), Duration.ofSeconds(30)));
    Headers seen = vertex.last().headers();
    assertThat(seen.get("user-agent")).contains("vertexbridge/1.2.3 (corr=" + Calls.ID + ")");
    assertThat(seen.get("x-goog-request-reason")).contains(Calls.ID.value());
    assertThat(seen.get("x-server-timeout")).contains("30");
    assertThat(seen.get("accept-encoding")).isEmpty();
  }

  @Test
  void call_whenCallerSendsHeaders_thenOnlyTheAllowListPasses() {
    Headers sent =
        new Headers(
            Map.ofEntries(
                Map.entry("Content-Type", "application/json"),
                Map.entry("Accept", "*/*"),
                Map.entry("anthropic-beta", "b"),
                Map.entry("anthropic-version", "v"),
                Map.entry("X-Vertex-AI-LLM-Request-Type", "dedicated"),
                Map.entry("X-Vertex-AI-LLM-Shared-Request-Type", "flex"),
                Map.entry("x-goog-api-client", "sdk/1"),
                Map.entry("Authorization", "Bearer callers-own"),
                Map.entry("x-goog-api-key", "callers-key"),
                Map.entry("x-goog-user-project", "other"),
                Map.entry("Cookie", "c=1"),
                Map.entry("Connection", "keep-alive"),
                Map.entry("Upgrade", "h2c"),
                Map.entry("Transfer-Encoding", "chunked"),
                Map.entry("Content-Encoding", "gzip"),
                Map.entry("X-Server-Timeout", "9999"),
                Map.entry("User-Agent", "caller/1"),
                Map.entry("x-forwarded-for", "10.0.0.1"),
                Map.entry("x-ms-client-principal", "p")));
    client.call(Calls.to(vertex.origin(), sent, bytes("{}")));
    assertThat(vertex.last().headers().fields())
        .containsOnlyKeys(
            "host",
            "content-length",
            "content-type",
            "accept",
            "anthropic-beta",
            "anthropic-version",
            "x-vertex-ai-llm-request-type",
            "x-vertex-ai-llm-shared-request-type",
            "x-goog-api-client",
            "authorization",
            "user-agent",
            "x-goog-request-reason",
            "x-server-timeout")
        .containsEntry("authorization", "Bearer token-1")
        .containsEntry("x-server-timeout", "60");
  }

  @Test
  void call_whenHeaderValueCannotTravel_thenItIsDroppedNotRefused() {
    Headers sent = new Headers(Map.of("anthropic-beta", "a\r\nx-injected: 1", "accept", "*/*"));
    client.call(Calls.to(vertex.origin(), sent, bytes("{}")));
    assertThat(vertex.last().headers().fields())
        .containsKey("accept")
        .doesNotContainKeys("anthropic-beta", "x-injected");
  }

  @Test
  void call_whenVertexSendsHeaders_thenOnlyTheAllowListComesBack() {
    vertex.script(
        respond(
            200,
            Map.of(
                "Content-Type", "application/json",
                "x-vertex-ai-region", "r",
                "request-id", "req_1",
                "Set-Cookie", "a=b",
                "Server", "scaffolding on HTTPServer2",
                "Alt-Svc", "h3",
                "Vary", "Origin"),
            bytes("{}")));
    VertexReply reply = client.call(Calls.to(vertex.origin()));
    assertThat(reply.answer().headers().fields())
        .isEqualTo(
            Map.of(
                "content-type", "application/json",
                "x-vertex-ai-region", "r",
                "request-id", "req_1"));
  }

  @Test
  void call_whenAnswered_thenUsageFactsAndHopAreTold() {
    vertex.script(
        respond(
            200,
            """
            {"candidates":[{"usageMetadata":{"totalTokenCount":99}}],
             "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4,"totalTokenCount":7,
                              "trafficType":"ON_DEMAND","promptTokensDetails":[{"tokenCount":3}]},
             "modelVersion":"gemini-2.5-flash","responseId":"r-1"}
            """));
    VertexReply reply = client.call(Calls.to(vertex.origin()));
    assertThat(reply.usage())
        .isEqualTo(
            Map.of("promptTokenCount", 3L, "candidatesTokenCount", 4L, "totalTokenCount", 7L));
    assertThat(reply.facts())
        .isEqualTo(
            Map.of(
                "trafficType", "ON_DEMAND",
                "modelVersion", "gemini-2.5-flash",
                "responseId", "r-1"));
    assertThat(reply.hops())
        .singleElement()
        .satisfies(
            hop -> {
              assertThat(hop.ok()).isTrue();
              assertThat(hop.status()).hasValue(200);
              assertThat(hop.claims()).containsEntry("host", "localhost");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "{\"usageMetadata\":",
        "[1,2]",
        "\"x\"",
        "{\"usageMetadata\":{\"totalTokenCount\":1.5}}"
      })
  void call_whenAnswerIsNotWhatWeKnow_thenItIsRelayedAllTheSame(String text) {
    vertex.script(respond(200, text));
    VertexReply reply = client.call(Calls.to(vertex.origin()));
    assertThat(reply.answer().body()).isEqualTo(bytes(text));
    assertThat(reply.usage()).isEmpty();
  }

  @Test
  void call_whenAnswerIsGzipAnyway_thenItIsDecoded() throws IOException {
    vertex.script(respond(200, Map.of("Content-Encoding", "gzip"), gzip(bytes("{\"a\":1}"))));
    VertexReply reply = client.call(Calls.to(vertex.origin()));
    assertThat(reply.answer().body()).isEqualTo(bytes("{\"a\":1}"));
    assertThat(reply.answer().headers().get("content-encoding")).isEmpty();
  }

  @Test
  void call_whenGzipIsBroken_thenMalformed() {
    vertex.script(respond(200, Map.of("Content-Encoding", "gzip"), bytes("no gzip")));
    assertFailure(FailureCode.VERTEX_MALFORMED, "gzip");
  }

  @Test
  void call_whenEncodingIsUnknown_thenMalformed() {
    vertex.script(respond(200, Map.of("Content-Encoding", "br"), bytes("x")));
    assertFailure(FailureCode.VERTEX_MALFORMED, "content-encoding");
  }

  @Test
  void call_whenAnswerHasExactlyTheLargestSize_thenItIsRelayed() {
    vertex.script(respond(200, Map.of(), new byte[10_000]));
    assertThat(client.call(Calls.to(vertex.origin())).answer().body()).hasSize(10_000);
  }

  @Test
  void call_whenAnswerIsTooLarge_thenTypedFailure() {
    vertex.script(respond(200, Map.of(), new byte[10_001]));
    assertFailure(FailureCode.VERTEX_MALFORMED, "too-large");
  }

  @Test
  void call_whenGzipUnfoldsBeyondTheBound_thenTypedFailure() throws IOException {
    vertex.script(respond(200, Map.of("Content-Encoding", "gzip"), gzip(new byte[5_000_000])));
    assertFailure(FailureCode.VERTEX_MALFORMED, "too-large");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void call_whenRedirected_thenNothingGoesToTheOtherHost(int status) {
    try (FakeVertex other = new FakeVertex(CA)) {
      vertex.script(respond(status, Map.of("Location", other.origin() + "/x"), bytes("")));
      FailureException e = assertFailure(FailureCode.VERTEX_MALFORMED, "redirect");
      assertThat(other.seen()).isEmpty();
      assertThat(e.failure().upstream()).isEmpty();
    }
  }

  @Test
  void call_whenQueryIsNoUri_thenTypedFailureAndNoCall() {
    VertexCall call = Calls.to(vertex.origin());
    assertThatThrownBy(
            () ->
                client.call(
                    new VertexCall(
                        call.target(),
                        call.origin(),
                        "a=b c^",
                        call.headers(),
                        call.body(),
                        call.as(),
                        call.correlationId(),
                        call.deadline())))
        .asInstanceOf(type(FailureException.class))
        .extracting(e -> e.failure().code())
        .isEqualTo(FailureCode.QUERY_NOT_ALLOWED);
    assertThat(vertex.seen()).isEmpty();
  }

  @Test
  void newCall_whenOriginIsPlaintext_thenRefused() {
    assertThatThrownBy(() -> Calls.to(URI.create("http://localhost:1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private FailureException assertFailure(FailureCode code, String kind) {
    FailureException e =
        org.junit.jupiter.api.Assertions.assertThrows(
            FailureException.class, () -> client.call(Calls.to(vertex.origin())));
    assertThat(e.failure().code()).isEqualTo(code);
    assertThat(e.failure().facts()).containsEntry("kind", kind);
    assertThat(vertex.seen()).hasSize(1);
    return e;
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    }
    return out.toByteArray();
  }
}
