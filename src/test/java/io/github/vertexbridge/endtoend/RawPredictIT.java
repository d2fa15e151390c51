package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.sandbox.CallRecord;
import io.github.vertexbridge.sandbox.World;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no JSON, through the packaged app to a container that gives them back. */
class RawPredictIT {
  private static final String LOCATION =
      "/bridge/raw/v1/projects/vertex-sandbox/locations/europe-west4/";
  private static final String ECHO = LOCATION + "endpoints/1234567890:rawPredict";
  private static final String OCTETS = "application/octet-stream";
  private static final int LARGEST = 20 * 1024 * 1024;

  private static RunningBridge bridge;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    Path policy = Files.writeString(directory.resolve("policy.json"), EveryAction.policy());
    bridge =
        RunningBridge.start(
                "raw-predict",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD.with("BRIDGE_POLICY", policy.toString()))
            .ready();
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_537, LARGEST})
  void bytes_whenOctetStream_thenTheyArriveAndComeBackExactly(int size) throws Exception {
    byte[] body = random(size);

    HttpResponse<byte[]> answer = call(ECHO, OCTETS, body);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.headers().firstValue("content-type")).contains(OCTETS);
    assertThat(answer.headers().firstValue("x-bridge-rule")).contains("all");
    assertThat(lastCall().bodyBytes()).isEqualTo(size);
    assertThat(lastCall().path()).isEqualTo(ECHO.substring("/bridge/raw".length()));
  }

  @Test
  void bytes_whenMultipart_thenTheBoundaryGoesAlong() throws Exception {
    String type = "multipart/form-data; boundary=\"a b\"";

    HttpResponse<byte[]> answer = call(ECHO, type, random(3000));

    assertThat(answer.body()).isEqualTo(random(3000));
    assertThat(lastCall().header("content-type")).contains(type);
  }

  @Test
  void bytes_whenTheirTypeIsNamedApart_thenVertexIsToldThat() throws Exception {
    HttpResponse<byte[]> answer =
        bridge.bytes(
            request(ECHO, OCTETS).header("x-bridge-content-type", "image/png"), random(3000));

    assertThat(answer.body()).isEqualTo(random(3000));
    assertThat(lastCall().header("content-type")).contains("image/png");
    assertThat(lastCall().header("x-bridge-content-type")).isEmpty();
    assertThat(answer.headers().firstValue("content-type")).contains("image/png");
  }

  @Test
  void stream_whenBytes_thenTheAnswerIsWhole() throws Exception {
    HttpResponse<byte[]> answer =
        call(
            ECHO.replace(":raw", ":streamRaw"), OCTETS, "1\n2".getBytes(StandardCharsets.US_ASCII));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("data: 1", "data: 2");
    assertThat(answer.headers().firstValue("x-bridge-streaming")).contains("buffered");
  }

  /** The host never calls us for these: see platform notes in docs/drop-in.md. */
  @ParameterizedTest
  @ValueSource(strings = {"application/json", "image/png", "text/csv"})
  void bytes_whenTheHostTakesThemForText_thenItAnswers500(String type) throws Exception {
    HttpResponse<byte[]> answer = call(ECHO, type, random(10));

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "endpoints/1234567890:predict, 404, ACTION_UNKNOWN",
    "endpoints/1234567890:rawpredict, 404, ACTION_UNKNOWN",
    "publishers/anthropic/models/count-tokens:rawPredict, 400, MODEL_MISSING",
    "endpoints/1234567890:rawPredict?key=k, 400, QUERY_NOT_ALLOWED",
  })
  void call_whenSomethingElse_thenTyped(String rest, int status, String reason) {
    RunningBridge.Reply reply =
        bridge.send(
            request(LOCATION + rest, OCTETS).header("Authorization", "Bearer " + bridge.token()),
            "x");

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.reason()).isEqualTo(reason);
  }

  @Test
  void bytes_whenOverTheLimit_then413() throws Exception {
    assertThat(call(ECHO, OCTETS, new byte[LARGEST + 1]).statusCode()).isEqualTo(413);
  }

  @Test
  void bytes_whenNobodySentThem_then401() {
    RunningBridge.Reply reply = bridge.send(request(ECHO, OCTETS), "x");
    assertThat(reply.status()).isEqualTo(401);
  }

  private static HttpResponse<byte[]> call(String path, String type, byte[] body) throws Exception {
    return bridge.bytes(request(path, type), body);
  }

  private static HttpRequest.Builder request(String path, String type) {
    return bridge.request(path).setHeader("Content-Type", type);
  }

  private static CallRecord lastCall() {
    List<CallRecord> calls = bridge.sandbox().calls();
    return calls.get(calls.size() - 1);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
