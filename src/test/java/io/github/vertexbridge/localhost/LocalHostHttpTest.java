package io.github.vertexbridge.localhost;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What these tests expect was seen with the real Functions Java worker first. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalHostHttpTest {
  private static final String HOST_JSON =
      """
      {"version":"2.0","functionTimeout":"00:00:05","extensions":{"http":{"routePrefix":""}}}
      """;
  private static final String JSON = "application/json";
  private static final String OCTETS = "application/octet-stream";

  private final HttpClient http = HttpClient.newHttpClient();
  private final LineLog log = new LineLog();
  private final CountDownLatch restarted = new CountDownLatch(1);
  private LocalHost host;

  @BeforeAll
  void begin(@TempDir Path directory) throws Exception {
    LibraryLogs.quiet();
    StagedApp app =
        StagedApp.read(ProbeApp.stage(directory, HOST_JSON, true), Map.of()).withoutQueues();
    host = start(app);
  }

  private LocalHost start(StagedApp app) throws Exception {
    return new LocalHost(
        app,
        0,
        (connection, queue) -> {
          throw new IllegalStateException("no queues here");
        },
        log.stream(),
        restarted::countDown);
  }

  @AfterAll
  void stop() throws Exception {
    host.close();
  }

  @Test
  void route_whenTwoMatch_thenTheFirstInTheAlphabetWinsAndAnotherMethodIsNoMatch()
      throws Exception {
    assertThat(send("GET", "/order/exact", "", new byte[0]).text()).isEqualTo("first");
    assertThat(send("POST", "/order/exact", JSON, "{}").text()).isEqualTo("second");
    assertThat(send("PUT", "/order/exact", JSON, "{}").status()).isEqualTo(404);
    assertThat(send("HEAD", "/echo/a/b", "", new byte[0]).status()).isEqualTo(404);
  }

  @Test
  void request_whenHeadersAndQueryRepeat_thenTheyAreJoinedAndNamesLowerCase() throws Exception {
    String answer =
        raw(
            """
            GET /echo/a/b?x=1&x=2&e= HTTP/1.1
            Host: h
            X-Multi: 1
            x-multi: 2
            Connection: close

            """);
    JsonObject seen = seen(answer.substring(answer.indexOf("\r\n\r\n")));
    assertThat(seen.getAsJsonObject("headers").get("x-multi").getAsString()).isEqualTo("1,2");
    assertThat(seen.getAsJsonObject("query").toString()).isEqualTo("{\"x\":\"1,2\"}");
    assertThat(seen.get("url").getAsString()).isEqualTo("http://h/echo/a/b?x=1&x=2&e=");
  }

  @Test
  void request_whenUriRefusesIt_thenItReachesTheFunctionAndOnlyGetUriThrows() throws Exception {
    String answer = raw("GET /echo/a/b?x=| HTTP/1.1\nHost: h\nConnection: close\n\n");
    assertThat(answer).startsWith("HTTP/1.1 200").contains("\"url\":\"refused\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, "image/png", "text/csv", "application/x-protobuf"})
  void body_whenTextIsBoundToBytes_thenTheFunctionIsNotCalled(String type) throws Exception {
    Reply reply = send("POST", "/bytes", type, "{\"a\":1}");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void body_whenOctetsAreBoundToBytes_thenComesBackExactly() throws Exception {
    byte[] octets = octets();
    Reply reply = send("POST", "/bytes", OCTETS, octets);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(octets);
    assertThat(reply.contentType()).isEqualTo(JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {OCTETS, "multipart/form-data; boundary=x", "image/png"})
  void body_whenOctetsAreBoundToAString_thenArriveCorrupted(String contentType) throws Exception {
    byte[] octets = octets();
    Reply reply = send("POST", "/text", contentType, octets);
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.body())
        .isNotEqualTo(octets)
        .isEqualTo(new String(octets, UTF_8).getBytes(UTF_8));
  }

  @Test
  void body_whenTextHasAByteOrderMark_thenItIsTakenAway() throws Exception {
    assertThat(send("POST", "/text", JSON, "\ufeff{\"a\":\"ö\"}").text())
        .isEqualTo("{\"a\":\"ö\"}");
    assertThat(send("POST", "/text", JSON, "\ufeffö".getBytes(UTF_16LE)).text()).isEqualTo("ö");
  }

  @Test
  void body_whenChunked_thenIsLostAndTheHeaderStays() throws Exception {
    String answer =
        raw(
            """
            POST /echo/a/b HTTP/1.1
            Host: h
            Content-Type: application/json
            Transfer-Encoding: chunked
            Connection: close

            2
            {}
            0

            """);
    JsonObject seen = seen(answer.substring(answer.indexOf("\r\n\r\n")));
    assertThat(seen.get("body").getAsString()).isEqualTo("(none)");
    assertThat(seen.getAsJsonObject("headers").get("transfer-encoding").getAsString())
        .isEqualTo("chunked");
  }

  @Test
  void answer_whenAString_thenHasACharsetAndTheLastHeaderWins() throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(uri("/echo/a/b")).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.headers().firstValue("content-type")).contains(JSON + "; charset=utf-8");
    assertThat(response.headers().allValues("x-probe")).containsExactly("last");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error", "header"})
  void answer_whenTheFunctionFails_thenIs500WithoutBody(String how) throws Exception {
    Reply reply = send("GET", "/fail/" + how, "", new byte[0]);
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void bindingName_whenNotInTheRoute_thenBodyLosesToQueryAndAbsenceFails() throws Exception {
    assertThat(send("POST", "/unbound", JSON, "{\"name\":\"body\"}").text()).isEqualTo("name body");
    assertThat(send("POST", "/unbound?name=query", JSON, "{\"name\":\"body\"}").text())
        .isEqualTo("name query");
    assertThat(send("GET", "/unbound", "", new byte[0]).status()).isEqualTo(500);
    assertThat(
            seen(send("POST", "/echo/route/x?name=query", JSON, "{\"name\":\"body\"}").text())
                .get("name")
                .getAsString())
        .isEqualTo("route");
  }

  @Test
  void trace_whenTheCallerHasOne_thenTheFunctionSeesAChildOfIt() throws Exception {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(uri("/echo/a/b"))
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(seen(response.body()).get("traceparent").getAsString())
        .matches("00-" + trace + "-[0-9a-f]{16}-01")
        .doesNotContain("b7ad6b7169203331");
  }

  @Test
  void instances_whenThereIsAnInjector_thenItMakesThem() throws Exception {
    assertThat(send("GET", "/loader", "", new byte[0]).text())
        .contains("\"instance\":\"injector\"");
  }

  @Test
  void instances_whenThereIsNoInjector_thenTheWorkerMakesThem(@TempDir Path other)
      throws Exception {
    StagedApp app = StagedApp.read(ProbeApp.stage(other, HOST_JSON, false), Map.of());
    try (LocalHost second = start(app.withoutQueues())) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + second.port() + "/loader"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.body()).contains("\"instance\":\"worker\"");
    }
  }

  @Test
  void logger_whenAMessageHasParameters_thenIsWrittenUnformatted() throws Exception {
    send("GET", "/echo/a/b", "", new byte[0]);
    assertThat(log.await("echo {0}")).isEqualTo("[INFO] echo {0}");
  }

  @Test
  void functionTimeout_whenAFunctionHangs_thenTheWorkerIsRestarted() throws Exception {
    assertThat(send("GET", "/fail/hang", "", new byte[0]).status()).isEqualTo(500);
    assertThat(restarted.await(1, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void limits_whenMoreAreOutstandingThanAllowed_thenAnswers429WithoutBody(@TempDir Path other)
      throws Exception {
    String hostJson =
        """
        {"version":"2.0","functionTimeout":"00:00:05","extensions":{"http":{
          "routePrefix":"","maxConcurrentRequests":1,"maxOutstandingRequests":1}}}
        """;
    StagedApp app = StagedApp.read(ProbeApp.stage(other, hostJson, false), Map.of());
    try (LocalHost limited = start(app.withoutQueues())) {
      URI origin = URI.create("http://127.0.0.1:" + limited.port());
      CompletableFuture<HttpResponse<String>> hanging =
          http.sendAsync(
              HttpRequest.newBuilder(origin.resolve("/fail/hang")).build(),
              HttpResponse.BodyHandlers.ofString());
      HttpResponse<String> refused = get(origin);
      while (refused.statusCode() == 200) {
        // Whichever of the two came second while the other held the only place is refused.
        refused = hanging.isDone() ? hanging.get() : get(origin);
      }
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).isEmpty();
    }
  }

  private HttpResponse<String> get(URI origin) throws Exception {
    return http.send(
        HttpRequest.newBuilder(origin.resolve("/fail/other")).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Reply(int status, byte[] body, String contentType) {
    String text() {
      return new String(body, UTF_8);
    }
  }

  private Reply send(String method, String path, String contentType, String body) throws Exception {
    return send(method, path, contentType, body.getBytes(UTF_8));
  }

  private Reply send(String method, String path, String contentType, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    HttpResponse<byte[]> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    return new Reply(
        response.statusCode(),
        response.body(),
        response.headers().firstValue("content-type").orElse(""));
  }

  private String raw(String request) throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), host.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.replace("\n", "\r\n").getBytes(UTF_8));
      out.flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(UTF_8);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + host.port() + path);
  }

  private static JsonObject seen(String json) {
    return JsonParser.parseString(json.strip()).getAsJsonObject();
  }

  private static byte[] octets() {
    byte[] octets = new byte[3000];
    new Random(1).nextBytes(octets);
    return octets;
  }
}
