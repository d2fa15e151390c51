package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.FLASH;
import static io.github.vertexbridge.sandbox.SandboxClient.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Vertex over gRPC, called with the stock client. */
class VertexGrpcTest extends RunningSandbox {

  @Test
  void predict_whenStockClient_thenAnswerAndRoutingHeaderSeen() throws Exception {
    PredictResponse answer;
    try (PredictionServiceClient stock = stock("europe-west4", client.accessToken())) {
      answer = stock.predict(iris(IRIS));
    }

    assertThat(answer.getPredictions(0).getStructValue().getFieldsOrThrow("species"))
        .isEqualTo(Value.newBuilder().setStringValue("setosa").build());
    CallRecord call = sandbox.calls().get(0);
    assertThat(call.header("x-goog-request-params"))
        .hasValue("endpoint=" + IRIS.replace("/", "%2F"));
    assertThat(call.headers().keySet()).contains("user-agent").doesNotContain("authorization");
    assertThat(sandbox.counters().vertexGrpcCalls()).isEqualTo(1);
  }

  @Test
  void generateContent_whenStockClient_thenSameModelAsOverHttp() throws Exception {
    GenerateContentResponse answer;
    try (PredictionServiceClient stock = stock("europe-west4", client.accessToken())) {
      answer =
          stock.generateContent(
              GenerateContentRequest.newBuilder()
                  .setModel(FLASH)
                  .addContents(
                      Content.newBuilder()
                          .setRole("user")
                          .addParts(Part.newBuilder().setText("Hello, world!")))
                  .build());
    }

    assertThat(answer.getUsageMetadata().getPromptTokenCount()).isEqualTo(4);
    assertThat(answer.getModelVersion()).isEqualTo("gemini-2.5-flash");
  }

  @Test
  void call_whenTokenIsUnknown_thenUnauthenticated() throws Exception {
    assertThat(refusal("europe-west4", "x", IRIS).getStatusCode().getCode().name())
        .isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void call_whenTokenIsExpired_thenReasonInTheDetails() throws Exception {
    sandbox.world().patch("{\"lifetimes\":{\"serviceAccountToken\":0}}");

    ApiException refusal = refusal("europe-west4", client.accessToken(), IRIS);

    assertThat(refusal.getStatusCode().getCode().name()).isEqualTo("UNAUTHENTICATED");
    assertThat(refusal.getErrorDetails().getErrorInfo().getReason())
        .isEqualTo("ACCESS_TOKEN_EXPIRED");
  }

  @Test
  void call_whenNoRole_thenPermissionDeniedWithErrorInfo() throws Exception {
    ApiException refusal = refusal("europe-west4", client.federatedToken(), IRIS);

    assertThat(refusal.getStatusCode().getCode().name()).isEqualTo("PERMISSION_DENIED");
    assertThat(refusal.getErrorDetails().getErrorInfo().getMetadataMap())
        .isEqualTo(Map.of("resource", IRIS, "permission", "aiplatform.endpoints.predict"));
  }

  @Test
  void call_whenHostIsOfAnotherLocation_thenInvalidArgument() throws Exception {
    ApiException refusal = refusal("global", client.accessToken(), IRIS);

    assertThat(refusal.getStatusCode().getCode().name()).isEqualTo("INVALID_ARGUMENT");
    assertThat(refusal.getMessage()).contains("The valid location ID is `global`.");
  }

  @Test
  void call_whenEndpointIsUnknown_thenNotFound() throws Exception {
    ApiException refusal = refusal("europe-west4", client.accessToken(), IRIS + "9");

    assertThat(refusal.getStatusCode().getCode().name()).isEqualTo("NOT_FOUND");
  }

  @Test
  void call_whenRoutingHeaderIsMissing_thenInvalidArgument() throws Exception {
    URI address = URI.create(sandbox.address("vertex-grpc:europe-west4"));
    var channel =
        NettyChannelBuilder.forAddress(address.getHost(), address.getPort())
            .sslContext(GrpcSslContexts.forClient().trustManager(sandbox.caPem().toFile()).build())
            .build();
    try {
      String token = client.accessToken();
      StatusRuntimeException refusal =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  ClientCalls.blockingUnaryCall(
                      channel,
                      MethodDescriptor.<PredictRequest, PredictResponse>newBuilder()
                          .setType(MethodDescriptor.MethodType.UNARY)
                          .setFullMethodName("google.cloud.aiplatform.v1.PredictionService/Predict")
                          .setRequestMarshaller(
                              ProtoUtils.marshaller(PredictRequest.getDefaultInstance()))
                          .setResponseMarshaller(
                              ProtoUtils.marshaller(PredictResponse.getDefaultInstance()))
                          .build(),
                      CallOptions.DEFAULT.withCallCredentials(
                          io.grpc.auth.MoreCallCredentials.from(StockClients.bearer(token))),
                      iris(IRIS)));

      assertThat(refusal.getStatus().getCode().name()).isEqualTo("INVALID_ARGUMENT");
      assertThat(refusal.getStatus().getDescription()).startsWith("EMULATOR: metadata x-goog");
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void call_whenStatusFaultIsScripted_thenItsDetailsArrive() throws Exception {
    sandbox
        .faults()
        .add(
            "vertex:europe-west4",
            Fault.status(
                429,
                "{\"error\":{\"code\":429,\"message\":\"Resource exhausted.\",\"details\":["
                    + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
                    + "\"retryDelay\":\"39s\"}]}}"),
            1);

    ApiException refusal = refusal("europe-west4", client.accessToken(), IRIS);

    assertThat(refusal.getStatusCode().getCode().name()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(refusal.getErrorDetails().getRetryInfo().getRetryDelay().getSeconds()).isEqualTo(39);
  }

  @Test
  void call_whenHung_thenTheClientsDeadlineEndsIt() throws Exception {
    sandbox.faults().untilCleared("vertex", Fault.hang());

    ApiException refusal = refusal("europe-west4", client.accessToken(), IRIS);

    assertThat(refusal.getStatusCode().getCode().name()).isEqualTo("DEADLINE_EXCEEDED");
  }

  @Test
  void call_whenDownAndUpAgain_thenUnavailableAndThenAnswered() throws Exception {
    String token = client.accessToken();
    try (PredictionServiceClient stock = stock("europe-west4", token)) {
      stock.predict(iris(IRIS));
      sandbox.down("vertex:europe-west4");
      ApiException refusal =
          catchThrowableOfType(ApiException.class, () -> stock.predict(iris(IRIS)));
      assertThat(refusal.getStatusCode().getCode().name()).isEqualTo("UNAVAILABLE");

      sandbox.up("vertex:europe-west4");
    }
    try (PredictionServiceClient stock = stock("europe-west4", token)) {
      assertThat(stock.predict(iris(IRIS)).getPredictionsCount()).isEqualTo(1);
    }
  }

  private ApiException refusal(String location, String token, String endpoint) throws Exception {
    try (PredictionServiceClient stock = stock(location, token)) {
      GrpcCallContext second =
          GrpcCallContext.createDefault().withTimeoutDuration(Duration.ofSeconds(2));
      boolean hung = !sandbox.faults().scripted().isEmpty();
      return catchThrowableOfType(
          ApiException.class,
          () ->
              stock
                  .predictCallable()
                  .call(iris(endpoint), hung ? second : GrpcCallContext.createDefault()));
    }
  }

  private static PredictRequest iris(String endpoint) {
    ListValue.Builder flower = ListValue.newBuilder();
    List.of(5.1, 3.5, 1.4, 0.2)
        .forEach(x -> flower.addValues(Value.newBuilder().setNumberValue(x)));
    return PredictRequest.newBuilder()
        .setEndpoint(endpoint)
        .addInstances(Value.newBuilder().setListValue(flower))
        .build();
  }

  private PredictionServiceClient stock(String location, String token) throws Exception {
    String address = sandbox.address("vertex-grpc:" + location).substring("https://".length());
    return PredictionServiceClient.create(
        PredictionServiceSettings.newBuilder()
            .setEndpoint(address)
            .setTransportChannelProvider(
                StockClients.trusting(
                    sandbox, PredictionServiceSettings.defaultGrpcTransportProviderBuilder()))
            .setCredentialsProvider(FixedCredentialsProvider.create(StockClients.bearer(token)))
            .build());
  }
}
