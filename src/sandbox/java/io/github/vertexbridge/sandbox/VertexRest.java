package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.CountTokensRequest;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.CallLog.Arrival;
import io.github.vertexbridge.sandbox.VertexGate.Deployment;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Vertex over HTTP in one location: the four unary inference actions of v1 and v1beta1. */
final class VertexRest implements HttpEndpoint {
  private static final Pattern PATH = Pattern.compile("/(v1|v1beta1)/(projects/[^:]+):([A-Za-z]+)");

  /** The gRPC method behind each action, as error metadata names it. */
  private static final Map<String, String> METHODS =
      Map.of(
          "generateContent", "PredictionService.GenerateContent",
          "countTokens", "LlmUtilityService.CountTokens",
          "predict", "PredictionService.Predict",
          "rawPredict", "PredictionService.RawPredict");

  private final VertexGate gate;
  private final VertexModels models;
  private final Counters counters;
  private final CallLog log;

  VertexRest(VertexGate gate, VertexModels models, Counters counters, CallLog log) {
    this.gate = gate;
    this.models = models;
    this.counters = counters;
    this.log = log;
  }

  @Override
  public void arrived(Request request, Optional<Fault> fault) {
    counters.add("vertex.rest.requests");
    counters.add("vertex.rest.requests." + gate.location());
    fault
        .filter(Fault::replacesAnswer)
        .ifPresent(
            f ->
                log.add(
                    arrival(request),
                    Optional.empty(),
                    f instanceof Fault.Status s ? s.code() : 0));
  }

  @Override
  public Reply answer(Request request) {
    Optional<Principal> principal = Optional.empty();
    Reply reply;
    Matcher path = PATH.matcher(request.decodedPath());
    Optional<VertexResource> resource =
        request.method().equals("POST") && path.matches()
            ? VertexResource.parse(path.group(2))
            : Optional.empty();
    if (resource.isEmpty()) {
      reply = Reply.html(404, "EMULATOR: the requested URL was not found on this server");
    } else {
      try {
        Principal known =
            gate.authenticate(
                request.header("Authorization"), method(path.group(1), path.group(3)));
        principal = Optional.of(known);
        reply = run(request, path.group(1), resource.get(), path.group(3), known);
        counters.add("vertex.ok");
        counters.add("vertex.ok." + gate.location());
      } catch (GoogleRefusal refusal) {
        reply = refusal.reply();
      }
    }
    log.add(arrival(request), principal.map(Principal::name), reply.status());
    return reply;
  }

  private Reply run(
      Request request,
      String version,
      VertexResource resource,
      String action,
      Principal principal) {
    if (!METHODS.containsKey(action)) {
      throw GoogleRefusal.of(Code.UNIMPLEMENTED, "EMULATOR: " + action + " is not emulated");
    }
    Deployment deployment = gate.admit(principal, resource);
    boolean beta = version.equals("v1beta1");
    return switch (action) {
      case "generateContent" -> {
        GenerateContentRequest.Builder message = GenerateContentRequest.newBuilder();
        read(request, message, beta);
        yield json(models.generateContent(message.build(), deployment));
      }
      case "countTokens" -> {
        CountTokensRequest.Builder message = CountTokensRequest.newBuilder();
        read(request, message, beta);
        yield json(models.countTokens(message.build(), deployment));
      }
      case "predict" -> {
        PredictRequest.Builder message = PredictRequest.newBuilder();
        read(request, message, beta);
        yield json(models.predict(message.build(), deployment));
      }
      default -> models.rawPredict(request, deployment);
    };
  }

  /** Unknown fields are refused, but in v1beta1, whose messages have more than the v1 ones here. */
  private static void read(Request request, Message.Builder message, boolean beta) {
    JsonFormat.Parser parser =
        beta ? JsonFormat.parser().ignoringUnknownFields() : JsonFormat.parser();
    try {
      parser.merge(request.body().toStringUtf8(), message);
    } catch (InvalidProtocolBufferException e) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT, "EMULATOR: Invalid JSON payload received. " + e.getMessage());
    }
  }

  private static Reply json(Message message) {
    try {
      return new Reply(
          200,
          Map.of("Content-Type", Reply.JSON),
          ByteString.copyFromUtf8(JsonFormat.printer().print(message)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot print an answer", e);
    }
  }

  private static String method(String version, String action) {
    return "google.cloud.aiplatform."
        + version
        + "."
        + METHODS.getOrDefault(action, "PredictionService." + action);
  }

  private Arrival arrival(Request request) {
    return new Arrival(
        "rest",
        request.protocol(),
        gate.location(),
        request.method(),
        request.path() + (request.query().isEmpty() ? "" : "?" + request.query()),
        request.headers(),
        request.body());
  }
}
