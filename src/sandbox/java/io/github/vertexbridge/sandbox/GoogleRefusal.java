package io.github.vertexbridge.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Arrays;
import java.util.Optional;

/**
 * A refusal in Google's canonical form ({@code google.rpc.Status}): JSON over HTTP, a status with
 * details over gRPC.
 */
final class GoogleRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(ErrorInfo.getDescriptor())
                  .add(BadRequest.getDescriptor())
                  .add(RetryInfo.getDescriptor())
                  .add(QuotaFailure.getDescriptor())
                  .build());

  private final transient Status status;
  private final Optional<String> challenge;

  private GoogleRefusal(Status status, Optional<String> challenge) {
    super(status.getMessage(), null, false, false);
    this.status = status;
    this.challenge = challenge;
  }

  static GoogleRefusal of(Code code, String message, Message... details) {
    return new GoogleRefusal(
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(message)
            .addAllDetails(Arrays.stream(details).map(Any::pack).toList())
            .build(),
        Optional.empty());
  }

  /**
   * An API that is off in the project.
   *
   * @param title of the API, as the refusal names it
   */
  static void requireEnabled(WorldState.Project project, String service, String title) {
    if (!project.disabledServices().contains(service)) {
      return;
    }
    String consumer = "projects/" + project.number();
    throw of(
        Code.PERMISSION_DENIED,
        title
            + " has not been used in project "
            + project.number()
            + " before or it is disabled. Enable it by visiting"
            + " https://console.developers.google.com/apis/api/"
            + service
            + "/overview?project="
            + project.number()
            + " then retry. If you enabled this API recently, wait a few minutes for the action to"
            + " propagate to our systems and retry.",
        ErrorInfo.newBuilder()
            .setReason("SERVICE_DISABLED")
            .setDomain("googleapis.com")
            .putMetadata("consumer", consumer)
            .putMetadata("service", service)
            .build());
  }

  /** The same with a {@code WWW-Authenticate} header over HTTP. */
  GoogleRefusal challenge(String value) {
    return new GoogleRefusal(status, Optional.of(value));
  }

  Status status() {
    return status;
  }

  int httpStatus() {
    return switch (Code.forNumber(status.getCode())) {
      case OK -> 200;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      default -> 500;
    };
  }

  Reply reply() {
    JsonObject error = new JsonObject();
    error.addProperty("code", httpStatus());
    error.addProperty("message", status.getMessage());
    error.addProperty("status", Code.forNumber(status.getCode()).name());
    if (status.getDetailsCount() > 0) {
      JsonArray details = new JsonArray();
      status.getDetailsList().forEach(detail -> details.add(json(detail)));
      error.add("details", details);
    }
    JsonObject body = new JsonObject();
    body.add("error", error);
    Reply reply = Reply.json(httpStatus(), body);
    return challenge.map(value -> reply.with("WWW-Authenticate", value)).orElse(reply);
  }

  StatusRuntimeException grpc() {
    return StatusProto.toStatusRuntimeException(status);
  }

  private static JsonObject json(Any detail) {
    try {
      return JsonParser.parseString(PRINTER.print(detail)).getAsJsonObject();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot print " + detail.getTypeUrl(), e);
    }
  }
}
