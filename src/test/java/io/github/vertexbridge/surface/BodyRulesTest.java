package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyRulesTest {
  private final BodyRules rules = new BodyRules(1024);

  private static Inbound inbound(byte[] body, Map<String, String> headers) {
    return new Inbound("POST", "/", "", new Headers(headers), body, "invocation");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private FailureCode refusal(Inbound inbound) {
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> rules.check(inbound));
    assertThat(thrown).as("refused").isNotNull();
    return thrown.failure().code();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=UTF-8",
        "text/plain",
        "application/vnd.x+json"
      })
  void check_whenJsonOrText_thenTaken(String type) {
    assertThatCode(() -> rules.check(inbound(utf8("{}"), Map.of("content-type", type))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/octet-stream",
        "multipart/form-data; boundary=x",
        "image/png",
        "application/json; charset=iso-8859-1"
      })
  void check_whenTheHostWouldCorruptIt_then415(String type) {
    assertThat(refusal(inbound(utf8("{}"), Map.of("content-type", type))))
        .isEqualTo(FailureCode.MEDIA_TYPE_UNSUPPORTED);
  }

  @Test
  void check_whenBytes_thenTheRemedyNamesTheirPath() {
    Inbound bytes = inbound(new byte[] {1}, Map.of("content-type", "application/octet-stream"));
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> rules.check(bytes));
    assertThat(thrown.failure().remedy()).contains("rawPredict", "/bridge/raw");
  }

  @Test
  void check_whenCompressed_then415() {
    assertThat(refusal(inbound(utf8("{}"), Map.of("content-encoding", "gzip"))))
        .isEqualTo(FailureCode.MEDIA_TYPE_UNSUPPORTED);
  }

  @Test
  void check_whenEmpty_thenMissing() {
    assertThat(refusal(inbound(new byte[0], Map.of()))).isEqualTo(FailureCode.BODY_MISSING);
  }

  @Test
  void check_whenEmptyAndChunked_then411ThatExplains() {
    Inbound chunked = inbound(new byte[0], Map.of("transfer-encoding", "chunked"));
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> rules.check(chunked));
    assertThat(thrown.failure().code().httpStatus()).isEqualTo(411);
    assertThat(thrown.failure().remedy()).contains("Content-Length");
  }

  @Test
  void check_whenChunkedButThere_thenTaken() {
    assertThatCode(() -> rules.check(inbound(utf8("{}"), Map.of("transfer-encoding", "chunked"))))
        .doesNotThrowAnyException();
  }

  @Test
  void check_whenTooLarge_then413() {
    assertThat(refusal(inbound(new byte[1025], Map.of()))).isEqualTo(FailureCode.BODY_TOO_LARGE);
  }

  @Test
  void check_whenTheHostReplacedBytes_thenNotUtf8() {
    byte[] replaced = utf8("{\"a\":\"\uFFFD\"}"); // one ill-formed byte became three
    assertThat(
            refusal(
                inbound(replaced, Map.of("content-length", String.valueOf(replaced.length - 2)))))
        .isEqualTo(FailureCode.BODY_NOT_UTF8);
  }

  @Test
  void check_whenTheCallerReallySentAReplacementCharacter_thenTaken() {
    byte[] body = utf8("{\"a\":\"\uFFFD\"}");
    assertThatCode(
            () -> rules.check(inbound(body, Map.of("content-length", String.valueOf(body.length)))))
        .doesNotThrowAnyException();
  }

  @Test
  void check_whenBytesAreNoUtf8_thenNotUtf8() {
    assertThat(refusal(inbound(new byte[] {'{', (byte) 0xFF, '}'}, Map.of())))
        .isEqualTo(FailureCode.BODY_NOT_UTF8);
  }
}
