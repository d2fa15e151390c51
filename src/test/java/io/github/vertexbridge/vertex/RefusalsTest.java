package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.vertex.Calls.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Hop;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final String QUOTA_TEXT =
      "Quota exceeded for aiplatform.googleapis.com/embed_content_input_tokens_per_minute with"
          + " base model: gemini-embedding. Please submit a quota increase request.";

  private final Refusals refusals = new Refusals(() -> NOW);

  static Stream<Arguments> refusals() {
    return Stream.of(
        row(
            401,
            "UNAUTHENTICATED",
            "CREDENTIALS_MISSING",
            FailureCode.VERTEX_UNAUTHENTICATED,
            "V01"),
        row(
            401,
            "UNAUTHENTICATED",
            "ACCESS_TOKEN_EXPIRED",
            FailureCode.VERTEX_UNAUTHENTICATED,
            "V02"),
        row(
            401,
            "UNAUTHENTICATED",
            "ACCOUNT_STATE_INVALID",
            FailureCode.VERTEX_UNAUTHENTICATED,
            "I09"),
        row(401, "UNAUTHENTICATED", "", FailureCode.VERTEX_UNAUTHENTICATED, "V03"),
        row(
            403,
            "PERMISSION_DENIED",
            "IAM_PERMISSION_DENIED",
            FailureCode.VERTEX_PERMISSION_DENIED,
            "V04"),
        row(403, "PERMISSION_DENIED", "", FailureCode.VERTEX_PERMISSION_DENIED, "V04"),
        row(
            403,
            "PERMISSION_DENIED",
            "SERVICE_DISABLED",
            FailureCode.VERTEX_SERVICE_DISABLED,
            "V05"),
        row(
            403,
            "PERMISSION_DENIED",
            "SECURITY_POLICY_VIOLATED",
            FailureCode.VERTEX_PERIMETER,
            "V06"),
        row(
            403,
            "PERMISSION_DENIED",
            "USER_PROJECT_DENIED",
            FailureCode.VERTEX_PERMISSION_DENIED,
            "V07"),
        row(
            403,
            "PERMISSION_DENIED",
            "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            FailureCode.VERTEX_PERMISSION_DENIED,
            "V08"),
        row(
            403,
            "PERMISSION_DENIED",
            "BILLING_DISABLED",
            FailureCode.VERTEX_PERMISSION_DENIED,
            "V09"),
        row(404, "NOT_FOUND", "", FailureCode.VERTEX_NOT_FOUND, "V10"),
        row(400, "FAILED_PRECONDITION", "", FailureCode.VERTEX_INVALID_REQUEST, "V12"),
        row(400, "INVALID_ARGUMENT", "", FailureCode.VERTEX_INVALID_REQUEST, ""),
        row(429, "RESOURCE_EXHAUSTED", "", FailureCode.VERTEX_THROTTLED, "V13"),
        row(499, "CANCELLED", "", FailureCode.VERTEX_REFUSED, ""),
        row(409, "ALREADY_EXISTS", "", FailureCode.VERTEX_REFUSED, ""),
        row(500, "INTERNAL", "", FailureCode.VERTEX_UNAVAILABLE, ""),
        row(503, "UNAVAILABLE", "", FailureCode.VERTEX_UNAVAILABLE, ""),
        row(504, "DEADLINE_EXCEEDED", "", FailureCode.VERTEX_TIMEOUT, ""));
  }

  private static Arguments row(
      int http, String status, String reason, FailureCode code, String catalogue) {
    return Arguments.of(http, status, reason, code, catalogue);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void failure_whenVertexRefuses_thenStatusAndReasonDecide(
      int http, String status, String reason, FailureCode code, String catalogue) {
    String details =
        reason.isEmpty()
            ? ""
            : ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\""
                + reason
                + "\",\"domain\":\"googleapis.com\"}]";
    String error =
        "{\"error\":{\"code\":%d,\"message\":\"m\",\"status\":\"%s\"%s}}"
            .formatted(http, status, details);
    for (String body : new String[] {error, "[" + error + "]"}) {
      Failure failure = failure(http, body);
      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure.hop()).contains(Hop.VERTEX);
      assertThat(failure.facts().getOrDefault("catalogue", "")).isEqualTo(catalogue);
      assertThat(failure.facts())
          .containsEntry("upstreamStatus", Integer.toString(http))
          .containsEntry("rpcStatus", status);
      assertThat(failure.seen()).contains(Integer.toString(http), status, reason).endsWith(".");
      assertThat(failure.remedy()).isNotBlank();
      assertThat(failure.upstream().orElseThrow().body()).isEqualTo(bytes(body));
    }
  }

  static Stream<Arguments> wrongLocations() {
    return Stream.of(
        Arguments.of(
            404,
            "NOT_FOUND",
            "Publisher Model `projects/p/locations/l/publishers/google/models/m` was not found or"
                + " your project does not have access to it.",
            "location"),
        Arguments.of(
            400,
            "FAILED_PRECONDITION",
            "Publisher model 'm' in region 'l' is only available via global endpoint.",
            "global-only"),
        Arguments.of(
            400,
            "INVALID_ARGUMENT",
            "List of found errors: 1.Field: parent; Message: The provided location ID doesn't match"
                + " the endpoint. The valid location ID is `us-central1`.",
            "location"),
        Arguments.of(
            400,
            "FAILED_PRECONDITION",
            "The bucket must be in the same regional location as the service",
            "location"),
        Arguments.of(404, "NOT_FOUND", "Endpoint `1` not found.", ""));
  }

  @ParameterizedTest
  @MethodSource("wrongLocations")
  void failure_whenTheLocationIsWrong_thenTheKindSaysSo(
      int http, String status, String message, String kind) {
    Failure failure =
        failure(
            http,
            "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}"
                .formatted(http, message, status));

    assertThat(failure.facts().getOrDefault("kind", "")).isEqualTo(kind);
    assertThat(failure.remedy()).isNotBlank();
  }

  @Test
  void failure_whenIamRefuses_thenPermissionAndResourceAreNamed() {
    Failure failure =
        failure(
            403,
            """
            {"error":{"code":403,"status":"PERMISSION_DENIED","message":"Permission denied on resource",
             "details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",
              "reason":"IAM_PERMISSION_DENIED","domain":"aiplatform.googleapis.com",
              "metadata":{"resource":"projects/p/locations/l/endpoints/openapi",
                          "permission":"aiplatform.endpoints.predict"}}]}}
            """);
    assertThat(failure.facts())
        .containsEntry("permission", "aiplatform.endpoints.predict")
        .containsEntry("resource", "projects/p/locations/l/endpoints/openapi");
    assertThat(failure.seen()).contains("aiplatform.endpoints.predict");
    assertThat(failure.remedy()).contains("roles/aiplatform.user").contains("my-project");
  }

  @Test
  void failure_whenOnlyThePreconditionNamesThePerimeter_thenPerimeter() {
    Failure failure =
        failure(
            403,
            """
            {"error":{"code":403,"status":"PERMISSION_DENIED","message":"prohibited",
             "details":[{"@type":"type.googleapis.com/google.rpc.PreconditionFailure",
              "violations":[{"type":"VPC_SERVICE_CONTROLS","description":"uid-1"}]}]}}
            """);
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_PERIMETER);
  }

  @Test
  void failure_whenAnthropicRefuses_thenItsShapeIsUnderstood() {
    Failure failure =
        failure(
            429,
            """
            {"type":"error","error":{"type":"rate_limit_error","message":"slow down"},
             "request_id":"req_vrtx_1"}
            """);
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_THROTTLED);
    assertThat(failure.facts()).containsEntry("rpcStatus", "rate_limit_error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><title>502</title></html>",
        "",
        "null",
        "[]",
        "{\"error\":\"x\"}",
        "{\"error\":"
      })
  void failure_whenBodyIsNotAnError_thenStatusAloneDecides(String body) {
    assertThat(failure(502, body).code()).isEqualTo(FailureCode.VERTEX_UNAVAILABLE);
    assertThat(failure(503, body).code()).isEqualTo(FailureCode.VERTEX_UNAVAILABLE);
    assertThat(failure(404, body).facts()).containsEntry("catalogue", "V11");
  }

  @Test
  void failure_whenProjectQuotaIsSpent_thenQuotaByTextOrDetail() {
    assertThat(
            failure(
                    429,
                    "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\""
                        + QUOTA_TEXT
                        + "\"}}")
                .facts())
        .containsEntry("kind", "quota")
        .containsEntry("catalogue", "V14");
    assertThat(
            failure(
                    429,
                    """
                    {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m",
                     "details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",
                      "reason":"RATE_LIMIT_EXCEEDED","domain":"googleapis.com",
                      "metadata":{"quota_metric":"aiplatform.googleapis.com/x"}}]}}
                    """)
                .facts())
        .containsEntry("kind", "quota")
        .containsEntry("quotaMetric", "aiplatform.googleapis.com/x");
  }

  @Test
  void failure_whenCapacityIsExhausted_thenSharedUnlessDedicatedWasAsked() {
    String body =
        "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"Resource"
            + " exhausted. Please try again later.\"}}";
    assertThat(failure(429, body).facts()).containsEntry("kind", "shared-capacity");
    Headers dedicated = new Headers(Map.of("X-Vertex-AI-LLM-Request-Type", "dedicated"));
    assertThat(failure(429, dedicated, Headers.NONE, body).facts())
        .containsEntry("kind", "provisioned-throughput");
  }

  @ParameterizedTest
  @ValueSource(strings = {"39s", "39.000s"})
  void failure_whenRetryInfoIsThere_thenItWinsOverTheHeader(String delay) {
    String body =
        """
        {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m","details":[
          {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%s"}]}}
        """
            .formatted(delay);
    Headers header = new Headers(Map.of("Retry-After", "7"));
    assertThat(failure(429, Headers.NONE, header, body).retryAfter())
        .contains(Duration.ofSeconds(39));
  }

  @Test
  void failure_whenOnlyTheHeaderIsThere_thenSecondsOrDate() {
    assertThat(retryAfter("7")).isEqualTo("PT7S");
    assertThat(retryAfter("Wed, 25 Nov 2026 12:00:30 GMT")).isEqualTo("PT30S");
    assertThat(retryAfter("Wed, 25 Nov 2026 11:00:00 GMT")).isEqualTo("PT0S");
    assertThat(retryAfter("soon")).isEqualTo("none");
    assertThat(failure(503, "").retryAfter()).isEmpty();
  }

  @Test
  void failure_whenVertexsTextQuotesThePrompt_thenItStaysInTheUpstreamAnswer() {
    String body =
        "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\",\"message\":\"Unknown name"
            + " secret-prompt\"}}";
    Failure failure = failure(400, body);
    assertThat(failure.toString()).doesNotContain("secret-prompt");
    assertThat(failure.asException()).hasMessageNotContaining("secret-prompt");
  }

  private String retryAfter(String header) {
    return failure(503, Headers.NONE, new Headers(Map.of("Retry-After", header)), "")
        .retryAfter()
        .map(Duration::toString)
        .orElse("none");
  }

  private Failure failure(int status, String body) {
    return failure(status, Headers.NONE, Headers.NONE, body);
  }

  private Failure failure(int status, Headers sent, Headers got, String body) {
    return refusals.failure(
        Calls.to(URI.create("https://europe-west4-aiplatform.googleapis.com"), sent, bytes("{}")),
        new Answer(status, got, bytes(body)));
  }
}
