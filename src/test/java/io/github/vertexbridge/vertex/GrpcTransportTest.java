package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.vertex.Calls.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.StringValue;
import com.google.protobuf.Value;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTransportTest {
  private static final String ENDPOINT =
      "projects/my-project/locations/europe-west4/endpoints/1234567890";
  private static final String ROWS = "{\"instances\":[[5.1,3.5,1,0.2]]}";

  private static final TestCa CA = new TestCa();
  private final GrpcVertex vertex = new GrpcVertex(CA);
  private final FakeTokens tokens = new FakeTokens();
  private final VertexClient client =
      Calls.client(tokens, CA, new VertexOptions(8, java.time.Duration.ofSeconds(5), 1_000_000));

  @AfterEach
  void stop() {
    client.close();
    vertex.close();
  }

  @Test
  void predict_whenAnswered_thenTheAnswerHasTheRestShape() {
    VertexReply reply = client.call(predict(ROWS));
    assertThat(reply.answer().status()).isEqualTo(200);
    assertThat(reply.answer().headers().get("content-type"))
        .contains("application/json; charset=UTF-8");
    assertThat(text(reply))
        .isEqualTo(
            "{\"predictions\":[[5.1,3.5,1,0.2]],\"deployedModelId\":\"d-1\","
                + "\"model\":\"projects/p/locations/l/models/m\",\"modelDisplayName\":\"iris\","
                + "\"modelVersionId\":\"1\"}");
    assertThat(reply.hops())
        .singleElement()
        .satisfies(hop -> assertThat(hop.status()).hasValue(200));
  }

  @Test
  void predict_whenCalled_thenRoutingReasonUserAgentAndTokenArrive() {
    client.call(predict(ROWS));
    assertThat(vertex.header("x-goog-request-params"))
        .isEqualTo("endpoint=" + ENDPOINT.replace("/", "%2F"));
    assertThat(vertex.header("x-goog-api-client")).contains("gapic/");
    assertThat(vertex.header("x-goog-request-reason")).isEqualTo(Calls.ID.value());
    assertThat(vertex.header("user-agent")).startsWith("vertexbridge/1.2.3 ");
    assertThat(vertex.header("authorization")).isEqualTo("Bearer token-1");
    assertThat(vertex.header("grpc-timeout")).isNotEmpty();
  }

  @Test
  void predict_whenTheEndpointHasItsOwnHost_thenItsIdTravels() {
    client.call(predict(ROWS));
    assertThat(vertex.header("x-vertex-ai-endpoint-id")).isEmpty();

    client.call(predict(ROWS).onOwnHost(vertex.origin()));
    assertThat(vertex.header("x-vertex-ai-endpoint-id")).isEqualTo("1234567890");
  }

  @Test
  void predict_whenParametersAndMetadata_thenBothTravel() {
    vertex.script(
        (request, metadata, observer) -> {
          observer.onNext(
              PredictResponse.newBuilder().setMetadata(request.getParameters()).build());
          observer.onCompleted();
        });
    assertThat(text(client.call(predict("{\"instances\":[],\"parameters\":{\"n\":2,\"x\":0.5}}"))))
        .isEqualTo("{\"metadata\":{\"n\":2,\"x\":0.5}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-7",
        "0",
        "9007199254740992",
        "0.5",
        "\"1\"",
        "\"1.0\"",
        "true",
        "null",
        "{}",
        "[]",
        "{\"a\":[1,2.5,{\"b\":null}]}",
        "\"é\\u0001<\""
      })
  void predict_whenValueIsEchoed_thenItKeepsItsForm(String value) {
    assertThat(text(client.call(predict("{\"instances\":[" + value + "]}"))))
        .startsWith("{\"predictions\":[" + value + "],");
  }

  @Test
  void predict_whenIntegerIsBeyond2To53_thenRefusedWithItsPathAndNotSent() {
    VertexTrace trace = new VertexTrace();
    VertexCall call = predict("{\"instances\":[{\"id\":9007199254740993}]}");
    Failure failure =
        assertThrows(FailureException.class, () -> client.call(call, trace)).failure();
    assertThat(trace.hops()).isEmpty();
    assertThat(failure.code()).isEqualTo(FailureCode.NUMBER_NOT_EXACT);
    assertThat(failure.seen()).contains("$.instances[0].id");
    assertThat(vertex.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"instances\":[1],\"nonsense\":1} | FIELD_INVALID",
        "{\"instances\":1} | FIELD_INVALID",
        "[] | FIELD_INVALID",
        "not json | BODY_NOT_JSON",
      })
  void predict_whenBodyIsNoPredictRequest_thenRefusedAndNotSent(String body, FailureCode code) {
    assertThat(failure(predict(body)).code()).isEqualTo(code);
    assertThat(vertex.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 20_000})
  void predict_whenBodyIsNestedTooDeep_thenRefusedAndNotSent(int depth) {
    String deep = "[".repeat(depth) + "]".repeat(depth);
    assertThat(failure(predict("{\"instances\":" + deep + "}")).code().httpStatus()).isEqualTo(400);
    assertThat(vertex.requests()).isEmpty();
  }

  @Test
  void predict_whenBodyNamesAnotherEndpoint_thenTheTargetHolds() {
    client.call(
        predict("{\"endpoint\":\"projects/other/locations/l/endpoints/9\",\"instances\":[1]}"));
    assertThat(vertex.requests().get(0).getEndpoint()).isEqualTo(ENDPOINT);
  }

  @Test
  void predict_whenPredictionIsNotFinite_thenMalformed() {
    vertex.script(
        (request, metadata, observer) -> {
          observer.onNext(
              PredictResponse.newBuilder()
                  .addPredictions(Value.newBuilder().setNumberValue(Double.NaN))
                  .build());
          observer.onCompleted();
        });
    assertThat(failure(predict(ROWS)).code()).isEqualTo(FailureCode.VERTEX_MALFORMED);
  }

  @Test
  void predict_whenAnswerIsTooLarge_thenTypedFailureNotAThrottle() {
    vertex.script(
        (request, metadata, observer) -> {
          observer.onNext(
              PredictResponse.newBuilder()
                  .addPredictions(Value.newBuilder().setStringValue("x".repeat(1_100_000)))
                  .build());
          observer.onCompleted();
        });
    Failure failure = failure(predict(ROWS));
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_MALFORMED);
    assertThat(failure.facts()).containsEntry("kind", "too-large");
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT, VERTEX_INVALID_REQUEST, 400",
    "FAILED_PRECONDITION, VERTEX_INVALID_REQUEST, 400",
    "PERMISSION_DENIED, VERTEX_PERMISSION_DENIED, 403",
    "NOT_FOUND, VERTEX_NOT_FOUND, 404",
    "RESOURCE_EXHAUSTED, VERTEX_THROTTLED, 429",
    "INTERNAL, VERTEX_UNAVAILABLE, 500",
    "UNKNOWN, VERTEX_UNAVAILABLE, 500",
    "UNAVAILABLE, VERTEX_UNAVAILABLE, 503",
    "UNIMPLEMENTED, VERTEX_REFUSED, 501",
  })
  void predict_whenVertexRefuses_thenAsOverRest(Status.Code status, FailureCode code, int http) {
    vertex.script(
        (request, metadata, observer) ->
            observer.onError(withDetails(status, ErrorInfo.getDefaultInstance())));
    Failure failure = failure(predict(ROWS));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.hop()).contains(Hop.VERTEX);
    assertThat(failure.upstream().orElseThrow().status()).isEqualTo(http);
    assertThat(failure.facts()).containsEntry("rpcStatus", status.name());
    assertThat(vertex.requests()).hasSize(1);
  }

  @Test
  void predict_whenRefusalHasDetails_thenReasonPermissionAndDelayAreRead() {
    vertex.script(
        (request, metadata, observer) ->
            observer.onError(
                withDetails(
                    Status.Code.PERMISSION_DENIED,
                    StringValue.of("a type that is not google.rpc"),
                    ErrorInfo.newBuilder()
                        .setReason("IAM_PERMISSION_DENIED")
                        .setDomain("aiplatform.googleapis.com")
                        .putMetadata("permission", "aiplatform.endpoints.predict")
                        .build(),
                    RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(39))
                        .build())));
    Failure failure = failure(predict(ROWS));
    assertThat(failure.facts())
        .containsEntry("reason", "IAM_PERMISSION_DENIED")
        .containsEntry("permission", "aiplatform.endpoints.predict")
        .containsEntry("catalogue", "V04");
    assertThat(failure.retryAfter()).contains(java.time.Duration.ofSeconds(39));
    assertThat(new String(failure.upstream().orElseThrow().body(), StandardCharsets.UTF_8))
        .startsWith(
            "{\"error\":{\"code\":403,\"message\":\"refused\",\"status\":\"PERMISSION_DENIED\"")
        .contains("type.googleapis.com/google.rpc.ErrorInfo");
  }

  @Test
  void predict_whenVertexRefusesTheToken_thenHealedOnce() {
    vertex.script(
        (request, metadata, observer) -> {
          if ("Bearer token-1".equals(metadata.get(AUTHORIZATION))) {
            observer.onError(Status.UNAUTHENTICATED.asRuntimeException());
          } else {
            observer.onNext(PredictResponse.getDefaultInstance());
            observer.onCompleted();
          }
        });
    VertexReply reply = client.call(predict(ROWS));
    assertThat(reply.token().secret()).isEqualTo("token-2");
    assertThat(reply.hops()).extracting(h -> h.status().getAsInt()).containsExactly(401, 200);
    assertThat(tokens.rejected()).extracting(BearerToken::secret).containsExactly("token-1");
  }

  @Test
  void predict_whenEveryTokenIsRefused_thenTypedFailureAfterTwoCalls() {
    vertex.script(
        (request, metadata, observer) ->
            observer.onError(Status.UNAUTHENTICATED.asRuntimeException()));
    assertThat(failure(predict(ROWS)).code()).isEqualTo(FailureCode.VERTEX_UNAUTHENTICATED);
    assertThat(vertex.requests()).hasSize(2);
  }

  @Test
  void predict_whenTheIdentityChainFails_thenItsFailureIsNotTakenForVertexs401() {
    FailureException outage =
        Failure.at(Hop.STS, FailureCode.IDENTITY_UNAVAILABLE, "STS is down.", "Wait.")
            .asException();
    tokens.fail(outage);
    assertThat(assertThrows(FailureException.class, () -> client.call(predict(ROWS))))
        .isSameAs(outage);
    assertThat(tokens.rejected()).isEmpty();
    assertThat(vertex.requests()).isEmpty();
  }

  @Test
  void predict_whenVertexHangs_thenTimeout() {
    client.call(predict(ROWS));
    vertex.script((request, metadata, observer) -> {});
    FailureException e =
        assertTimeoutPreemptively(
            Calls.SHORT.multipliedBy(50),
            () ->
                assertThrows(
                    FailureException.class, () -> client.call(predict(ROWS, Calls.SHORT))));
    assertThat(e.failure().code()).isEqualTo(FailureCode.VERTEX_TIMEOUT);
  }

  @Test
  void predict_whenNobodyListens_thenUnavailable() throws IOException {
    URI nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = URI.create("https://localhost:" + free.getLocalPort());
    }
    Failure failure = failure(predict(nobody, ROWS, Calls.AMPLE));
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_UNAVAILABLE);
    assertThat(failure.facts()).containsEntry("kind", "connect");
    assertThat(failure.upstream()).isEmpty();
  }

  @Test
  void predict_whenServerIsNotTrusted_thenNothingIsSent() {
    try (GrpcVertex stranger = new GrpcVertex(new TestCa())) {
      Failure failure = failure(predict(stranger.origin(), ROWS, Calls.AMPLE));
      assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_UNAVAILABLE);
      assertThat(failure.facts()).containsEntry("kind", "tls");
      assertThat(stranger.requests()).isEmpty();
    }
  }

  @Test
  void predict_whenServerGoesAndComesBack_thenTheNextCallWorks() {
    URI origin;
    try (GrpcVertex first = new GrpcVertex(CA)) {
      origin = first.origin();
      client.call(predict(origin, ROWS, Calls.AMPLE));
    }
    // From here on gRPC by itself would wait for a second, then longer, before it connects again.
    for (int i = 0; i < 12; i++) {
      assertThat(failure(predict(origin, ROWS, Calls.AMPLE)).code())
          .isEqualTo(FailureCode.VERTEX_UNAVAILABLE);
    }
    try (GrpcVertex second = new GrpcVertex(CA, origin.getPort())) {
      assertThat(eventually(origin, 5)).isEqualTo(200);
      assertThat(second.requests()).isNotEmpty();
    }
  }

  @Test
  void call_whenActionIsNotPredict_thenRefused() {
    Target raw = Calls.target(ResourceName.endpoint("1"), "rawPredict", Transport.GRPC);
    assertThat(
            failure(Calls.to(vertex.origin(), raw, Headers.NONE, bytes("{}"), Calls.AMPLE)).code())
        .isEqualTo(FailureCode.ACTION_UNKNOWN);
  }

  @Test
  void warmGrpc_whenCalled_thenNothingIsSent() {
    client.warmGrpc(vertex.origin());
    assertThat(vertex.requests()).isEmpty();
    client.call(predict(ROWS));
    assertThat(vertex.requests()).hasSize(1);
  }

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** The first call may still meet the failure of the last attempt to connect. */
  private int eventually(URI origin, int calls) {
    try {
      return client.call(predict(origin, ROWS, Calls.AMPLE)).answer().status();
    } catch (FailureException notYet) {
      if (calls == 0) {
        throw notYet;
      }
      LockSupport.parkNanos(50_000_000);
      return eventually(origin, calls - 1);
    }
  }

  private static io.grpc.StatusRuntimeException withDetails(
      Status.Code code, com.google.protobuf.Message... details) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage("refused");
    for (com.google.protobuf.Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private Failure failure(VertexCall call) {
    return assertThrows(FailureException.class, () -> client.call(call)).failure();
  }

  private VertexCall predict(String body) {
    return predict(vertex.origin(), body, Calls.AMPLE);
  }

  private VertexCall predict(String body, java.time.Duration deadline) {
    return predict(vertex.origin(), body, deadline);
  }

  private static VertexCall predict(URI origin, String body, java.time.Duration deadline) {
    return Calls.to(origin, Calls.predict(Transport.GRPC), Headers.NONE, bytes(body), deadline);
  }

  private static String text(VertexReply reply) {
    return new String(reply.answer().body(), StandardCharsets.UTF_8);
  }
}
