package io.github.vertexbridge.vertex;

import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * JSON of the REST interface to protobuf and back (<a
 * href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.endpoints/predict">predict</a>),
 * with numbers in the form that they had: see {@link JsonNumbers}.
 */
final class PredictJson {
  static final Headers JSON =
      new Headers(Map.of("content-type", "application/json; charset=UTF-8"));

  private PredictJson() {}

  /**
   * @param endpoint full name; an {@code endpoint} in the body does not count
   * @param body {@code {"instances": [...], "parameters": ...}}
   * @throws FailureException if it is no such JSON, or holds a number that would change
   */
  static PredictRequest request(String endpoint, byte[] body) {
    String json = new String(body, StandardCharsets.UTF_8);
    JsonNumbers.requireExact(
        json, "call the endpoint over REST (an alias without \"transport\": \"grpc\").");
    PredictRequest.Builder request = PredictRequest.newBuilder();
    try {
      JsonFormat.parser().merge(json, request);
    } catch (InvalidProtocolBufferException e) {
      throw new FailureException(
          Failure.of(
              FailureCode.FIELD_INVALID,
              "The body is not a predict request of the form {\"instances\": [...], \"parameters\": ...}.",
              "Send only members that predict has; custom bodies go to rawPredict."),
          e);
    }
    return request.setEndpoint(endpoint).build();
  }

  /**
   * @throws FailureException if a prediction has no JSON form (a number that is not finite)
   */
  static Answer answer(PredictResponse response, URI origin) {
    try {
      String json = JsonFormat.printer().omittingInsignificantWhitespace().print(response);
      return new Answer(200, JSON, JsonNumbers.withIntegers(json).getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | IOException e) {
      throw new FailureException(Failures.malformed(origin, "prediction"), e);
    }
  }
}
