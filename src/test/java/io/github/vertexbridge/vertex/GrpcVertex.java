package io.github.vertexbridge.vertex;

import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gRPC server over TLS that answers {@code Predict} as it is told; by default it echoes. */
final class GrpcVertex implements AutoCloseable {
  private static final String SERVICE = "google.cloud.aiplatform.v1.PredictionService";
  private static final MethodDescriptor<PredictRequest, PredictResponse> PREDICT =
      MethodDescriptor.<PredictRequest, PredictResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Predict"))
          .setRequestMarshaller(ProtoUtils.marshaller(PredictRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(PredictResponse.getDefaultInstance()))
          .build();

  /** Answers, now or later or never. */
  interface Script {
    void answer(PredictRequest request, Metadata headers, StreamObserver<PredictResponse> observer);
  }

  private final List<Metadata> headers = new CopyOnWriteArrayList<>();
  private final List<PredictRequest> requests = new CopyOnWriteArrayList<>();
  private final Server server;
  private volatile Script script =
      (request, metadata, observer) -> {
        observer.onNext(
            PredictResponse.newBuilder()
                .addAllPredictions(request.getInstancesList())
                .setDeployedModelId("d-1")
                .setModel("projects/p/locations/l/models/m")
                .setModelDisplayName("iris")
                .setModelVersionId("1")
                .build());
        observer.onCompleted();
      };

  GrpcVertex(TestCa ca) {
    this(ca, 0);
  }

  GrpcVertex(TestCa ca, int port) {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress("localhost", port))
              .sslContext(
                  GrpcSslContexts.configure(
                          SslContextBuilder.forServer(ca.serverKey(), ca.serverCertificate()))
                      .build())
              .intercept(new Recorder())
              .addService(
                  ServerServiceDefinition.builder(SERVICE)
                      .addMethod(PREDICT, ServerCalls.asyncUnaryCall(this::predict))
                      .build())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
    requests.add(request);
    script.answer(request, headers.get(headers.size() - 1), observer);
  }

  void script(Script next) {
    script = next;
  }

  URI origin() {
    return URI.create("https://localhost:" + server.getPort());
  }

  List<PredictRequest> requests() {
    return List.copyOf(requests);
  }

  String header(String name) {
    String value =
        headers
            .get(headers.size() - 1)
            .get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Recorder implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
      headers.add(metadata);
      return next.startCall(call, metadata);
    }
  }
}
