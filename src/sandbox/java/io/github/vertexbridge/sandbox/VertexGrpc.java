package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.CallLog.Arrival;
import io.github.vertexbridge.sandbox.VertexGate.Deployment;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vertex over gRPC in one location: PredictionService.Predict and GenerateContent. The routing
 * header must be there and name the request's resource, because Google's front end routes by it.
 */
final class VertexGrpc implements BindableService {
  private static final Logger LOG = LoggerFactory.getLogger(VertexGrpc.class);
  private static final String SERVICE = "google.cloud.aiplatform.v1.PredictionService";
  private static final Context.Key<Metadata> METADATA = Context.key("sandbox-metadata");
  private static final Metadata.Key<String> ROUTING = key("x-goog-request-params");

  private final VertexGate gate;
  private final VertexModels models;
  private final Counters counters;
  private final CallLog log;
  private final Faults faults;
  private final ScheduledExecutorService delays;

  VertexGrpc(
      VertexGate gate,
      VertexModels models,
      Counters counters,
      CallLog log,
      Faults faults,
      ScheduledExecutorService delays) {
    this.gate = gate;
    this.models = models;
    this.counters = counters;
    this.log = log;
    this.faults = faults;
    this.delays = delays;
  }

  /** Hands a call's metadata to the service. */
  static final class MetadataInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return Contexts.interceptCall(
          Context.current().withValue(METADATA, headers), call, headers, next);
    }
  }

  /** By hand, because the generated stubs are not on the class path: the client has its own. */
  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            unary(
                "Predict",
                PredictRequest.getDefaultInstance(),
                PredictResponse.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(this::predict))
        .addMethod(
            unary(
                "GenerateContent",
                GenerateContentRequest.getDefaultInstance(),
                GenerateContentResponse.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(this::generateContent))
        .build();
  }

  private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> unary(
      String method, Q request, A response) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(SERVICE + "/" + method)
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(response))
        .build();
  }

  private void predict(PredictRequest request, StreamObserver<PredictResponse> out) {
    serve(
        new Call("Predict", "endpoint", request.getEndpoint(), request, METADATA.get()),
        deployment -> models.predict(request, deployment),
        out);
  }

  private void generateContent(
      GenerateContentRequest request, StreamObserver<GenerateContentResponse> out) {
    serve(
        new Call("GenerateContent", "model", request.getModel(), request, METADATA.get()),
        deployment -> models.generateContent(request, deployment),
        out);
  }

  /**
   * @param parameter of the routing header
   */
  private record Call(
      String method, String parameter, String resource, Message request, Metadata metadata) {
    String fullMethod() {
      return SERVICE + "." + method;
    }
  }

  private <A> void serve(Call call, Function<Deployment, A> model, StreamObserver<A> out) {
    counters.add("vertex.grpc.requests");
    counters.add("vertex.grpc.requests." + gate.location());
    Optional<Fault> fault = faults.next("vertex:" + gate.location());
    if (fault.isEmpty()) {
      answer(call, model, out);
    } else if (fault.get() instanceof Fault.Delay delay) {
      ScheduledFuture<?> unused =
          delays.schedule(
              () -> answer(call, model, out), delay.delay().toMillis(), TimeUnit.MILLISECONDS);
    } else if (fault.get() instanceof Fault.Hang || fault.get() instanceof Fault.Drip) {
      record(call, Optional.empty(), 0);
    } else {
      record(call, Optional.empty(), fault.get() instanceof Fault.Status s ? s.code() : 0);
      out.onError(GrpcFault.of(fault.get()));
    }
  }

  private <A> void answer(Call call, Function<Deployment, A> model, StreamObserver<A> out) {
    Optional<Principal> principal = Optional.empty();
    try {
      Principal known =
          gate.authenticate(
              Optional.ofNullable(call.metadata().get(key("authorization"))), call.fullMethod());
      principal = Optional.of(known);
      routing(call);
      VertexResource resource =
          VertexResource.parse(call.resource())
              .orElseThrow(
                  () ->
                      GoogleRefusal.of(
                          Code.INVALID_ARGUMENT, "EMULATOR: no resource name: " + call.resource()));
      A answer = model.apply(gate.admit(known, resource));
      counters.add("vertex.ok");
      counters.add("vertex.ok." + gate.location());
      record(call, principal, 200);
      out.onNext(answer);
      out.onCompleted();
    } catch (GoogleRefusal refusal) {
      record(call, principal, refusal.httpStatus());
      out.onError(refusal.grpc());
    } catch (RuntimeException e) {
      LOG.error("{} failed", call.fullMethod(), e);
      out.onError(GoogleRefusal.of(Code.INTERNAL, "EMULATOR: the sandbox itself failed").grpc());
    }
  }

  private static void routing(Call call) {
    String header = call.metadata().get(ROUTING);
    if (header == null) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT, "EMULATOR: metadata x-goog-request-params is missing");
    }
    List<String> values = Request.parameters(header).getOrDefault(call.parameter(), List.of());
    if (!values.equals(List.of(call.resource()))) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT,
          "EMULATOR: x-goog-request-params does not name the request's " + call.parameter());
    }
  }

  private void record(Call call, Optional<Principal> principal, int status) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (String name : call.metadata().keys()) {
      if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        Iterable<String> values = call.metadata().getAll(key(name));
        headers.put(name, values == null ? List.of() : ImmutableList.copyOf(values));
      }
    }
    log.add(
        new Arrival(
            "grpc",
            "HTTP/2.0",
            gate.location(),
            call.fullMethod(),
            call.resource(),
            headers,
            json(call.request())),
        principal.map(Principal::name),
        status);
  }

  private static ByteString json(Message message) {
    try {
      return ByteString.copyFromUtf8(
          JsonFormat.printer().omittingInsignificantWhitespace().print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot print a request", e);
    }
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
