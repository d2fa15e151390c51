package io.github.vertexbridge.vertex;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorDetailsProto;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Gives a failed gRPC call the shape that the REST interface gives it, so that one table of
 * refusals serves both: {@code {"error":{code, message, status, details}}} with the HTTP status of
 * <a
 * href="https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto">code.proto</a>.
 */
final class GrpcErrors {
  private static final Map<Status.Code, Integer> HTTP =
      Map.ofEntries(
          Map.entry(Status.Code.INVALID_ARGUMENT, 400),
          Map.entry(Status.Code.FAILED_PRECONDITION, 400),
          Map.entry(Status.Code.OUT_OF_RANGE, 400),
          Map.entry(Status.Code.UNAUTHENTICATED, 401),
          Map.entry(Status.Code.PERMISSION_DENIED, 403),
          Map.entry(Status.Code.NOT_FOUND, 404),
          Map.entry(Status.Code.ALREADY_EXISTS, 409),
          Map.entry(Status.Code.ABORTED, 409),
          Map.entry(Status.Code.RESOURCE_EXHAUSTED, 429),
          Map.entry(Status.Code.CANCELLED, 499),
          Map.entry(Status.Code.UNIMPLEMENTED, 501),
          Map.entry(Status.Code.UNAVAILABLE, 503),
          Map.entry(Status.Code.DEADLINE_EXCEEDED, 504));

  private static final int INTERNAL = 500;

  /** Details of other types are left out: they cannot be written without their descriptors. */
  private static final JsonFormat.TypeRegistry DETAILS =
      JsonFormat.TypeRegistry.newBuilder()
          .add(ErrorDetailsProto.getDescriptor().getMessageTypes())
          .build();

  private GrpcErrors() {}

  /**
   * @param thrown what the client threw
   * @param limit of answers, in bytes
   * @return the server's refusal
   * @throws FailureException if the server did not answer
   */
  static Answer answer(URI origin, Throwable thrown, int limit) {
    StatusRuntimeException e =
        causes(thrown)
            .filter(StatusRuntimeException.class::isInstance)
            .map(StatusRuntimeException.class::cast)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("not a gRPC failure", thrown));
    return local(origin, e, limit)
        .map(failure -> raise(failure, e))
        .orElseGet(() -> inRestShape(e));
  }

  private static Answer raise(Failure failure, Throwable cause) {
    throw new FailureException(failure, cause);
  }

  /** Failures that gRPC made on this side: nothing came with them. */
  private static Optional<Failure> local(URI origin, StatusRuntimeException e, int limit) {
    Metadata trailers = e.getTrailers();
    boolean answered = trailers != null && !trailers.keys().isEmpty();
    if (answered) {
      return Optional.empty();
    }
    return switch (e.getStatus().getCode()) {
      case DEADLINE_EXCEEDED -> Optional.of(Failures.timeout(origin, "no-answer"));
      case UNAVAILABLE -> Optional.of(unreachable(origin, e));
      // Raised by the deframer for an answer above the bound.
      case RESOURCE_EXHAUSTED -> Optional.of(Failures.tooLarge(origin, limit));
      default -> Optional.empty();
    };
  }

  private static Failure unreachable(URI origin, StatusRuntimeException e) {
    String host = origin.getHost();
    if (causes(e)
        .anyMatch(c -> c instanceof SSLException || c instanceof GeneralSecurityException)) {
      return Failures.unreachable(origin, "tls", "No trusted TLS connection to " + host + ".");
    }
    if (causes(e)
        .anyMatch(
            c ->
                c instanceof ConnectException
                    || c instanceof UnknownHostException
                    || c instanceof UnresolvedAddressException)) {
      return Failures.unreachable(origin, "connect", "No connection to " + host + ".");
    }
    return Failures.unreachable(
        origin, "reset", "The connection to " + host + " broke before the answer was whole.");
  }

  private static Answer inRestShape(StatusRuntimeException e) {
    Status status = e.getStatus();
    int http = HTTP.getOrDefault(status.getCode(), INTERNAL);
    JsonObject error = new JsonObject();
    error.addProperty("code", http);
    error.addProperty("message", Optional.ofNullable(status.getDescription()).orElse(""));
    error.addProperty("status", status.getCode().name());
    JsonArray details = details(e);
    if (details.size() > 0) {
      error.add("details", details);
    }
    JsonObject body = new JsonObject();
    body.add("error", error);
    return new Answer(http, PredictJson.JSON, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonArray details(StatusRuntimeException e) {
    com.google.rpc.Status status = StatusProto.fromThrowable(e);
    JsonArray details = new JsonArray();
    if (status != null) {
      status.getDetailsList().forEach(any -> json(any).ifPresent(details::add));
    }
    return details;
  }

  private static Optional<JsonElement> json(Any detail) {
    try {
      return Optional.of(
          JsonParser.parseString(JsonFormat.printer().usingTypeRegistry(DETAILS).print(detail)));
    } catch (InvalidProtocolBufferException unknownType) {
      return Optional.empty();
    }
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause).limit(20);
  }
}
