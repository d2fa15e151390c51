package io.github.vertexbridge.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
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

/** What a scripted HTTP fault looks like to a gRPC client. */
final class GrpcFault {
  private static final JsonFormat.Parser PARSER =
      JsonFormat.parser()
          .ignoringUnknownFields()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(ErrorInfo.getDescriptor())
                  .add(RetryInfo.getDescriptor())
                  .add(QuotaFailure.getDescriptor())
                  .add(BadRequest.getDescriptor())
                  .build());

  private GrpcFault() {}

  static StatusRuntimeException of(Fault fault) {
    if (fault instanceof Fault.Status status) {
      return StatusProto.toStatusRuntimeException(fromJson(status));
    }
    if (fault instanceof Fault.Html html) {
      return plain(notGrpc(html.code()), "EMULATOR: HTTP status " + html.code() + ", text/html");
    }
    if (fault instanceof Fault.Redirect redirect) {
      return plain(Code.UNKNOWN, "EMULATOR: HTTP status " + redirect.code());
    }
    return plain(Code.UNAVAILABLE, "EMULATOR: connection reset");
  }

  /** The body's own error where it holds one, with its details. */
  private static Status fromJson(Fault.Status fault) {
    Status.Builder status = Status.newBuilder();
    try {
      JsonElement body = JsonParser.parseString(fault.body());
      if (body.isJsonObject() && body.getAsJsonObject().get("error") instanceof JsonObject error) {
        error.remove("code");
        error.remove("status");
        PARSER.merge(error.toString(), status);
      }
    } catch (JsonParseException | InvalidProtocolBufferException e) {
      status.clear().setMessage("EMULATOR: " + fault.body());
    }
    return status.setCode(code(fault.code()).getNumber()).build();
  }

  private static StatusRuntimeException plain(Code code, String message) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder().setCode(code.getNumber()).setMessage(message).build());
  }

  /** Google's pairing of codes (google/rpc/code.proto). */
  private static Code code(int http) {
    return switch (http) {
      case 400 -> Code.INVALID_ARGUMENT;
      case 401 -> Code.UNAUTHENTICATED;
      case 403 -> Code.PERMISSION_DENIED;
      case 404 -> Code.NOT_FOUND;
      case 409 -> Code.ABORTED;
      case 429 -> Code.RESOURCE_EXHAUSTED;
      case 499 -> Code.CANCELLED;
      case 500 -> Code.INTERNAL;
      case 501 -> Code.UNIMPLEMENTED;
      case 502, 503 -> Code.UNAVAILABLE;
      case 504 -> Code.DEADLINE_EXCEEDED;
      default -> Code.UNKNOWN;
    };
  }

  /** What clients make of an answer without a gRPC status (gRPC's http-grpc-status-mapping). */
  private static Code notGrpc(int http) {
    return switch (http) {
      case 400 -> Code.INTERNAL;
      case 401 -> Code.UNAUTHENTICATED;
      case 403 -> Code.PERMISSION_DENIED;
      case 404 -> Code.UNIMPLEMENTED;
      case 429, 502, 503, 504 -> Code.UNAVAILABLE;
      default -> Code.UNKNOWN;
    };
  }
}
