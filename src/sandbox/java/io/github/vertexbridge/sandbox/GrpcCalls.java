package io.github.vertexbridge.sandbox;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import com.google.longrunning.Operation;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.AuditTrail.VertexCall;
import io.github.vertexbridge.sandbox.CallLog.Arrival;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every gRPC call to Vertex in one location passes: scripted faults, credentials, the routing
 * header, which must name the request's resource because Google's front end routes by it.
 */
final class GrpcCalls {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcCalls.class);
  private static final Context.Key<Metadata> METADATA = Context.key("sandbox-metadata");
  private static final Metadata.Key<String> ROUTING = key("x-goog-request-params");

  private final VertexGate gate;
  private final Counters counters;
  private final CallLog log;
  private final AuditTrail trail;
  private final Faults faults;
  private final ScheduledExecutorService delays;

  GrpcCalls(
      VertexGate gate,
      Counters counters,
      CallLog log,
      AuditTrail trail,
      Faults faults,
      ScheduledExecutorService delays) {
    this.gate = gate;
    this.counters = counters;
    this.log = log;
    this.trail = trail;
    this.faults = faults;
    this.delays = delays;
  }

  /** Hands a call's metadata to the services. */
  static final class MetadataInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return Contexts.interceptCall(
          Context.current().withValue(METADATA, headers), call, headers, next);
    }
  }

  /** By hand, because the generated stubs are not on the class path: the client has its own. */
  static <Q extends Message, A extends Message> MethodDescriptor<Q, A> unary(
      String service, String method, Q request, A response) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(service + "/" + method)
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(response))
        .build();
  }

  /**
   * A call.
   *
   * @param method full name, with a dot before the method
   * @param parameter of the routing header
   * @param resource that it must name
   */
  record Call(String method, String parameter, String resource, Message request) {}

  /** Answers with what {@code work} makes of the request, once the caller is known. */
  <A> void serve(Call call, BiFunction<Principal, Traffic, A> work, StreamObserver<A> out) {
    Metadata metadata = METADATA.get();
    counters.add("vertex.grpc.requests");
    counters.add("vertex.grpc.requests." + gate.location());
    Optional<Fault> fault = faults.next("vertex:" + gate.location());
    if (fault.isEmpty() || fault.get() instanceof Fault.StreamError) {
      answer(call, metadata, work, out);
    } else if (fault.get() instanceof Fault.Delay delay) {
      ScheduledFuture<?> unused =
          delays.schedule(
              () -> answer(call, metadata, work, out),
              delay.delay().toMillis(),
              TimeUnit.MILLISECONDS);
    } else if (fault.get() instanceof Fault.Lost lost) {
      answer(call, metadata, work, new LostAnswer<>(out, lost));
    } else if (fault.get() instanceof Fault.Hang || fault.get() instanceof Fault.Drip) {
      record(call, metadata, Optional.empty(), 0);
    } else {
      record(
          call, metadata, Optional.empty(), fault.get() instanceof Fault.Status s ? s.code() : 0);
      out.onError(GrpcFault.of(fault.get()));
    }
  }

  /** Takes the answer and tells the client of a lost connection. */
  private record LostAnswer<A>(StreamObserver<A> out, Fault.Lost fault)
      implements StreamObserver<A> {
    @Override
    public void onNext(A answer) {}

    @Override
    public void onError(Throwable refusal) {
      out.onError(refusal);
    }

    @Override
    public void onCompleted() {
      out.onError(GrpcFault.of(fault));
    }
  }

  private <A> void answer(
      Call call, Metadata metadata, BiFunction<Principal, Traffic, A> work, StreamObserver<A> out) {
    Optional<Principal> principal = Optional.empty();
    try {
      Principal known =
          gate.authenticate(Optional.ofNullable(metadata.get(key("authorization"))), call.method());
      principal = Optional.of(known);
      routing(call, metadata);
      A answer =
          work.apply(known, Traffic.of(name -> Optional.ofNullable(metadata.get(key(name)))));
      counters.add("vertex.ok");
      counters.add("vertex.ok." + gate.location());
      record(call, metadata, principal, 200);
      audit(call, metadata, known, Optional.of(answer), Optional.empty());
      out.onNext(answer);
      out.onCompleted();
    } catch (GoogleRefusal refusal) {
      record(call, metadata, principal, refusal.httpStatus());
      principal.ifPresent(
          known -> audit(call, metadata, known, Optional.empty(), Optional.of(refusal)));
      out.onError(refusal.grpc());
    } catch (RuntimeException e) {
      LOG.error("{} failed", call.method(), e);
      out.onError(GoogleRefusal.of(Code.INTERNAL, "EMULATOR: the sandbox itself failed").grpc());
    }
  }

  private static void routing(Call call, Metadata metadata) {
    String header = metadata.get(ROUTING);
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

  private void audit(
      Call call,
      Metadata metadata,
      Principal principal,
      Optional<Object> answer,
      Optional<GoogleRefusal> refusal) {
    AuditedMethod method = AuditedMethod.grpc(call.method());
    Optional<JsonObject> request =
        method.isActivity() ? Optional.of(Json.tree(call.request())) : Optional.empty();
    trail.vertex(
        new VertexCall(
            method,
            call.resource().replaceFirst("^projects/([^/]+)/.*$", "$1"),
            call.resource(),
            request,
            answer
                .filter(made -> method.isActivity() && isResource(made))
                .map(made -> Json.tree((Message) made))),
        principal,
        name -> Optional.ofNullable(metadata.get(key(name))),
        refusal);
  }

  /** Operations pack what they hold, which does not print by itself. */
  private static boolean isResource(Object made) {
    return made instanceof Message message
        && !message.getDescriptorForType().equals(Operation.getDescriptor());
  }

  private void record(Call call, Metadata metadata, Optional<Principal> principal, int status) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (String name : metadata.keys()) {
      if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        Iterable<String> values = metadata.getAll(key(name));
        headers.put(name, values == null ? List.of() : ImmutableList.copyOf(values));
      }
    }
    log.add(
        new Arrival(
            "grpc",
            "HTTP/2.0",
            gate.location(),
            call.method(),
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
