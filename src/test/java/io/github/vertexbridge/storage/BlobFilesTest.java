package io.github.vertexbridge.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import io.github.vertexbridge.call.AppendStore.Appended;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the service may say to an append. */
class BlobFilesTest {
  private static final byte[] LINE = "{}\n".getBytes(StandardCharsets.UTF_8);

  private long length;

  private BlobFiles answering(int status, String code) {
    return new BlobFiles(
        "https://account.blob.core.windows.net",
        "vertex-audit",
        request ->
            Mono.just(
                new AccessToken(
                    "token", OffsetDateTime.of(2100, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC))),
        request ->
            Mono.just(
                request.getHttpMethod().name().equals("HEAD")
                    ? new Said(request, 200, "", length)
                    : new Said(request, status, code, 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "201, '', DONE",
    "404, BlobNotFound, GONE",
    "409, BlockCountExceedsLimit, FULL",
  })
  void append_whenTheServiceAnswers_thenToldWhatCameOfIt(int status, String code, Appended came) {
    assertThat(answering(status, code).append("f", 0, LINE)).isEqualTo(came);
  }

  @ParameterizedTest
  @CsvSource({"10, DONE", "7, CHANGED", "99, CHANGED"})
  void append_whenTheLengthIsAnother_thenDoneIfItIsAsIfItHadBeenSentBefore(
      long found, Appended came) {
    length = found;

    assertThat(answering(412, "AppendPositionConditionNotMet").append("f", 7, LINE))
        .isEqualTo(came);
  }

  /**
   * Nothing that another file would mend: calls are refused, and health says the service's word.
   */
  @ParameterizedTest
  @CsvSource({
    "403, AuthorizationPermissionMismatch",
    "404, ContainerNotFound",
    "409, BlobImmutableDueToPolicy",
    "409, ContainerBeingDeleted",
    "413, RequestBodyTooLarge",
  })
  void append_whenTheStoreDoesNotTakeIt_thenTypedWithTheServicesWord(int status, String code) {
    FailureException failure =
        catchThrowableOfType(
            FailureException.class, () -> answering(status, code).append("f", 0, LINE));

    assertThat(failure.failure().code()).isEqualTo(FailureCode.STORAGE_UNAVAILABLE);
    assertThat(failure.failure().seen()).contains("it answered " + status + " " + code);
    assertThat(failure.failure().facts()).containsEntry("upstreamStatus", String.valueOf(status));
  }

  @Test
  void list_whenItIsForbidden_thenTypedToo() {
    FailureException failure =
        catchThrowableOfType(
            FailureException.class,
            () -> answering(403, "AuthorizationPermissionMismatch").list(""));

    assertThat(failure.failure().code()).isEqualTo(FailureCode.STORAGE_UNAVAILABLE);
  }

  /** An answer without a body. */
  private static final class Said extends HttpResponse {
    private final int status;
    private final HttpHeaders headers;

    Said(HttpRequest request, int status, String code, long length) {
      super(request);
      this.status = status;
      this.headers =
          new HttpHeaders()
              .set(HttpHeaderName.CONTENT_LENGTH, String.valueOf(length))
              .set(HttpHeaderName.fromString("x-ms-request-server-encrypted"), "true");
      if (!code.isEmpty()) {
        headers.set(HttpHeaderName.fromString("x-ms-error-code"), code);
      }
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    @Deprecated
    public String getHeaderValue(String name) {
      return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.empty();
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(new byte[0]);
    }

    @Override
    public Mono<String> getBodyAsString() {
      return Mono.just("");
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just("");
    }
  }
}
