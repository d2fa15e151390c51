package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.target.ActionTable;
import io.github.vertexbridge.target.ServedProject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawSurfaceTest {
  private static final String LOCATION =
      "/bridge/raw/v1/projects/my-project/locations/europe-west4";
  private static final String ENDPOINT = LOCATION + "/endpoints/123:rawPredict";
  private static final String MODEL =
      LOCATION + "/publishers/mistralai/models/mistral-ocr-2505:rawPredict";
  private static final byte[] BYTES = {0, (byte) 0xFF, (byte) 0x80, '{'};
  private static final String OCTETS = "application/octet-stream";

  private final RawSurface surface =
      new RawSurface(ActionTable.standard(), ServedProject.of(new ProjectId("my-project")), 1024);

  @ParameterizedTest
  @CsvSource({
    "v1, endpoints/123, rawPredict",
    "v1beta1, endpoints/123, streamRawPredict",
    "v1, publishers/mistralai/models/mistral-ocr-2505, rawPredict",
    "v1, publishers/anthropic/models/claude, streamRawPredict",
  })
  void read_whenRawPredict_thenThePathIsTheTargetAndTheBytesStay(
      String version, String resource, String action) {
    String path = LOCATION.replace("v1", version) + "/" + resource + ":" + action;
    Ask ask = surface.read(inbound(path, OCTETS, BYTES));

    Target target = ask.target().orElseThrow();
    assertThat(target.version()).isEqualTo(ApiVersion.parse(version).orElseThrow());
    assertThat(target.path()).isEqualTo(path.substring("/bridge/raw".length()));
    assertThat(target.model().value()).isEqualTo(resource);
    assertThat(ask.body()).isEqualTo(BYTES);
    assertThat(ask.opaque()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=\"x y\"",
        "image/png",
        "audio/L16;rate=16000",
        "application/x-npy",
        "text/csv; charset=latin1",
        "APPLICATION/OCTET-STREAM"
      })
  void read_whenNoJsonType_thenTaken(String type) {
    assertThat(surface.read(inbound(ENDPOINT, type, BYTES)).body()).isEqualTo(BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/vnd.x+json",
        "",
        "bytes",
        "image/png\r\nx: y"
      })
  void read_whenTypeIsJsonOrNone_then415(String type) {
    Failure failure = refusal(inbound(ENDPOINT, type, BYTES));
    assertThat(failure.code()).isEqualTo(FailureCode.MEDIA_TYPE_UNSUPPORTED);
  }

  @Test
  void read_whenJson_thenTheRemedyNamesTheOtherPath() {
    assertThat(refusal(inbound(ENDPOINT, "application/json", BYTES)).remedy())
        .contains("without /bridge/raw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"model\":1}", " \r\n\t[", "\uFEFF{", "\0{"})
  void read_whenBodyForAPublishersModelLooksLikeJson_then415(String body) {
    byte[] utf8 = body.getBytes(StandardCharsets.UTF_8);
    assertThat(refusal(inbound(MODEL, OCTETS, utf8)).code())
        .isEqualTo(FailureCode.MEDIA_TYPE_UNSUPPORTED);
    assertThat(surface.read(inbound(ENDPOINT, OCTETS, utf8)).body())
        .as("a container's own business")
        .isEqualTo(utf8);
  }

  @ParameterizedTest
  @CsvSource({
    "endpoints/123:predict, ACTION_UNKNOWN",
    "endpoints/123:rawpredict, ACTION_UNKNOWN",
    "publishers/google/models/gemini-2.5-flash:generateContent, ACTION_UNKNOWN",
    "customJobs, ACTION_UNKNOWN",
    "publishers/anthropic/models/count-tokens:rawPredict, MODEL_MISSING",
    "endpoints/123%3A:rawPredict, PATH_MALFORMED",
  })
  void read_whenSomethingElse_thenTyped(String rest, FailureCode code) {
    assertThat(refusal(inbound(LOCATION + "/" + rest, OCTETS, BYTES)).code()).isEqualTo(code);
  }

  @Test
  void read_whenThePrefixIsInAnotherCase_thenMalformed() {
    assertThat(refusal(inbound(ENDPOINT.replace("raw/", "RAW/"), OCTETS, BYTES)).code())
        .isEqualTo(FailureCode.PATH_MALFORMED);
  }

  @Test
  void read_whenEmptyOrTooLargeOrCompressed_thenTyped() {
    assertThat(refusal(inbound(ENDPOINT, OCTETS, new byte[0])).code())
        .isEqualTo(FailureCode.BODY_MISSING);
    assertThat(refusal(inbound(ENDPOINT, OCTETS, new byte[1025])).code())
        .isEqualTo(FailureCode.BODY_TOO_LARGE);
    Headers chunked = new Headers(Map.of("content-type", OCTETS, "transfer-encoding", "chunked"));
    assertThat(refusal(inbound(ENDPOINT, chunked, new byte[0])).code())
        .isEqualTo(FailureCode.BODY_CHUNKED);
    Headers zipped = new Headers(Map.of("content-type", OCTETS, "content-encoding", "gzip"));
    assertThat(refusal(inbound(ENDPOINT, zipped, BYTES)).code())
        .isEqualTo(FailureCode.MEDIA_TYPE_UNSUPPORTED);
  }

  @Test
  void typed_whenTheSenderNamesAnotherType_thenThatCounts() {
    Headers headers =
        new Headers(Map.of("content-type", OCTETS, "x-bridge-content-type", "image/png"));
    Inbound typed = RawSurface.typed(inbound(ENDPOINT, headers, BYTES));
    assertThat(typed.headers().get("content-type")).contains("image/png");
    assertThat(typed.body()).isEqualTo(BYTES);

    Inbound json = RawSurface.typed(inbound(ENDPOINT, OCTETS, BYTES));
    assertThat(json.headers().get("content-type")).contains(OCTETS);
  }

  private Failure refusal(Inbound inbound) {
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> surface.read(inbound));
    assertThat(thrown).as("refused").isNotNull();
    return thrown.failure();
  }

  private static Inbound inbound(String path, String type, byte[] body) {
    Headers headers = type.isEmpty() ? Headers.NONE : new Headers(Map.of("content-type", type));
    return inbound(path, headers, body);
  }

  private static Inbound inbound(String path, Headers headers, byte[] body) {
    return new Inbound("POST", path, "", headers, body, "invocation");
  }
}
