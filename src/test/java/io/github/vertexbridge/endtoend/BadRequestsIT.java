package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.sandbox.World;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad request gets a clear 4xx in Google's shape before any hop is taken for it. */
class BadRequestsIT {
  private static final String LOCATION = "/v1/projects/vertex-sandbox/locations/europe-west4";
  private static final String FLASH = LOCATION + "/publishers/google/models/gemini-2.5-flash";

  private static RunningBridge bridge;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    bridge =
        RunningBridge.start(
                "bad-requests",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD.with("BRIDGE_MAX_BODY", "64KiB"))
            .ready();
  }

  @AfterAll
  static void stop() {
    assertThat(bridge.sandbox().counters().vertexRestCalls())
        .as("calls to Vertex in this whole class")
        .isZero();
    bridge.close();
  }

  private static HttpRequest.Builder authorised(String path) {
    return bridge.request(path).header("Authorization", "Bearer " + bridge.token());
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing/here, 404, PATH_UNKNOWN",
    "/v2/projects/vertex-sandbox/locations/europe-west4/endpoints/1:predict, 404, PATH_UNKNOWN",
    "/v1/publishers/google/models/gemini-2.5-flash:generateContent, 400, PROJECT_MISSING",
    "/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent, 400, PROJECT_MISSING",
    "/v1/projects/somebody-else/locations/europe-west4/endpoints/1:predict, 403, PROJECT_OTHER",
    "/v1/projects/vertex-sandbox/locations/atlantis-1/endpoints/1:predict, 400, LOCATION_UNKNOWN",
    LOCATION + "/endpoints/1:predicct, 404, ACTION_UNKNOWN",
    LOCATION + "/endpoints/1:streamingPredict, 404, ACTION_UNKNOWN",
    LOCATION + "/customJobs, 403, POLICY_DENIED",
    LOCATION + "/customJobs:cancelAll, 404, ACTION_UNKNOWN",
    LOCATION + "/ragCorpora, 404, ACTION_UNKNOWN",
    LOCATION + "/endpoints//1:predict, 400, PATH_MALFORMED",
    LOCATION + "/publishers%2Fgoogle/models/x:predict, 400, PATH_MALFORMED",
    "/v1/Projects/vertex-sandbox/locations/europe-west4/endpoints/1:predict, 400, PATH_MALFORMED",
    LOCATION + "/Endpoints/1:predict, 400, PATH_MALFORMED",
    FLASH + ":generateContent?key=AIzaSy, 400, QUERY_NOT_ALLOWED",
    FLASH + ":generateContent?access_token=x, 400, QUERY_NOT_ALLOWED",
    FLASH + ":generateContent?foo=bar, 400, QUERY_NOT_ALLOWED",
    "/bridge/predict/nobody, 404, ALIAS_UNKNOWN",
    "/bridge/predict/iris?x=1, 400, QUERY_NOT_ALLOWED",
  })
  void path_whenWrong_thenTyped(String path, int status, String reason) {
    RunningBridge.Reply reply = bridge.send(authorised(path), RunningBridge.HELLO);

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.reason()).isEqualTo(reason);
    assertThat(reply.header("x-bridge-correlation-id")).isNotBlank();
    assertThat(reply.body()).doesNotContain("AIzaSy");
  }

  @Test
  void path_whenItClimbs_thenNeverServed() throws Exception {
    String answer = raw("POST " + FLASH + "/../../../../x:generateContent HTTP/1.1");

    assertThat(answer).startsWith("HTTP/1.1 4").contains("vertexbridge.github.io");
  }

  @Test
  void url_whenNoUri_thenA400() throws Exception {
    String answer = raw("POST " + FLASH + ":generateContent?a={|} HTTP/1.1");

    assertThat(answer).startsWith("HTTP/1.1 400");
  }

  private static String raw(String requestLine) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.uri().getPort())) {
      String request =
          requestLine
              + "\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json"
              + "\r\nAuthorization: Bearer "
              + bridge.token()
              + "\r\nContent-Length: 2\r\n\r\n{}";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "{\"contents\":[]} {}", "{'contents':[]}", "not json"})
  void body_whenNoJson_then400(String body) {
    RunningBridge.Reply reply = bridge.send(authorised(FLASH + ":generateContent"), body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.reason()).startsWith("BODY_");
  }

  @Test
  void body_whenNotUtf8_then400() {
    byte[] latin1 = "{\"contents\":[\"\u00e4\"]}".getBytes(StandardCharsets.ISO_8859_1);
    RunningBridge.Reply reply =
        bridge.send(
            authorised(FLASH + ":generateContent").POST(BodyPublishers.ofByteArray(latin1)));

    assertThat(reply.reason()).isEqualTo("BODY_NOT_UTF8");
  }

  @Test
  void body_whenChunked_then411ThatExplains() {
    RunningBridge.Reply reply =
        bridge.send(
            authorised(FLASH + ":generateContent")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)))));

    assertThat(reply.status()).isEqualTo(411);
    assertThat(reply.body()).contains("Content-Length");
  }

  @Test
  void body_whenOverTheLimit_then413() {
    RunningBridge.Reply reply =
        bridge.send(authorised(FLASH + ":generateContent"), " ".repeat(65 * 1024) + "{}");

    assertThat(reply.status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/octet-stream", "image/png", "multipart/form-data; boundary=x"})
  void body_whenBinary_then415(String type) {
    RunningBridge.Reply reply =
        bridge.send(
            authorised(FLASH + ":generateContent").setHeader("Content-Type", type),
            RunningBridge.HELLO);

    assertThat(reply.status()).isEqualTo(415);
  }

  @Test
  void body_whenCompressed_then415() {
    RunningBridge.Reply reply =
        bridge.send(
            authorised(FLASH + ":generateContent").header("Content-Encoding", "gzip"),
            RunningBridge.HELLO);

    assertThat(reply.status()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        FLASH + ":countTokens | {\"model\":\"gemini-2.5-pro\",\"contents\":[]}",
        FLASH + ":countTokens | {\"model\":\"gemini-2.5-flash\",\"model\":\"gemini-2.5-pro\"}",
        LOCATION
            + "/publishers/anthropic/models/count-tokens:rawPredict | {\"model\":\"claude-sonnet-4-5@20250929\"}",
        LOCATION + "/endpoints/openapi/chat/completions | {\"model\":\"google/gemini-2.5-pro\"}",
        LOCATION + "/cachedContents | {\"model\":\"publishers/google/models/gemini-2.5-pro\"}",
        LOCATION + "/batchPredictionJobs | {\"model\":\"publishers/google/models/gemini-2.5-pro\"}",
        LOCATION + "/tuningJobs | {\"base_model\":\"gemini-2.5-pro\"}",
        LOCATION
            + "/tuningJobs | {\"pre_tuned_model\":{\"tuned_model_name\":\"publishers/google/models/gemini-2.5-pro\"}}",
        FLASH
            + ":generateContent | {\"generation_config\":{\"routing_config\":{\"manual_mode\":{\"model_name\":\"gemini-2.5-pro\"}}}}",
        LOCATION + "/publishers/google/models/gemini-2.5-pro:generateContent | {\"contents\":[]}",
      })
  void model_whenForbiddenWhereverItStands_thenRefused(String path, String body) {
    RunningBridge.Reply reply = bridge.send(authorised(path.strip()), body.strip());

    assertThat(reply.status()).as(reply.body()).isIn(400, 403);
    assertThat(reply.reason()).isIn("MODEL_AMBIGUOUS", "POLICY_DENIED");
  }

  @Test
  void number_whenItCannotBeExactOverGrpc_then400() {
    RunningBridge.Reply reply =
        bridge.send(
            authorised("/bridge/predict/iris"), "{\"instances\":[[12345678901234567890,1,1,1]]}");

    assertThat(reply.reason()).isEqualTo("NUMBER_NOT_EXACT");
  }
}
