package io.github.vertexbridge.sandbox;

import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.github.vertexbridge.sandbox.GrpcCalls.Call;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The gRPC services of jobs and caches in one location (JobService, PipelineService,
 * GenAiTuningService, GenAiCacheService), by their descriptors: what REST made is there too, and
 * the other way round. Create, Get, List, Cancel and Delete, as far as a service has them.
 */
final class ResourceGrpc implements BindableService {
  private final GrpcCalls calls;
  private final ResourceCalls resources;
  private final ServiceDescriptor service;

  ResourceGrpc(GrpcCalls calls, ResourceCalls resources, ServiceDescriptor service) {
    this.calls = calls;
    this.resources = resources;
    this.service = service;
  }

  @Override
  public ServerServiceDefinition bindService() {
    ServerServiceDefinition.Builder definition =
        ServerServiceDefinition.builder(service.getFullName());
    Arrays.stream(ResourceKind.values())
        .filter(kind -> kind.service().equals(service))
        .forEach(kind -> add(definition, kind));
    return definition.build();
  }

  private void add(ServerServiceDefinition.Builder definition, ResourceKind kind) {
    Function<DynamicMessage, ResourceId> member =
        request -> ResourceId.member(kind, text(request, "name"));
    Function<DynamicMessage, ResourceId> collection =
        request -> ResourceId.collection(kind, text(request, "parent"));
    method(
        definition,
        "Create" + kind.title(),
        "parent",
        (principal, request) ->
            resources.create(
                principal,
                collection.apply(request),
                Fields.text(request, "pipeline_job_id"),
                body(kind, request)));
    method(
        definition,
        "Get" + kind.title(),
        "name",
        (principal, request) -> resources.get(principal, member.apply(request)));
    method(
        definition,
        "List" + kind.title() + "s",
        "parent",
        (principal, request) -> list(kind, principal, collection.apply(request), request));
    method(
        definition,
        "Cancel" + kind.title(),
        "name",
        (principal, request) -> {
          resources.cancel(principal, member.apply(request));
          return Empty.getDefaultInstance();
        });
    method(
        definition,
        "Delete" + kind.title(),
        "name",
        (principal, request) -> deleted(resources.delete(principal, member.apply(request))));
  }

  private void method(
      ServerServiceDefinition.Builder definition,
      String name,
      String routedBy,
      BiFunction<Principal, DynamicMessage, Message> work) {
    MethodDescriptor method = service.findMethodByName(name);
    if (method == null) {
      return;
    }
    DynamicMessage answer = DynamicMessage.getDefaultInstance(method.getOutputType());
    definition.addMethod(
        GrpcCalls.unary(
            service.getFullName(),
            name,
            DynamicMessage.getDefaultInstance(method.getInputType()),
            answer),
        ServerCalls.asyncUnaryCall(
            (request, out) ->
                calls.serve(
                    new Call(
                        service.getFullName() + "." + name,
                        routedBy,
                        text(request, routedBy),
                        request),
                    (principal, traffic) ->
                        answer
                            .newBuilderForType()
                            .mergeFrom(work.apply(principal, request))
                            .build(),
                    out)));
  }

  private Message list(
      ResourceKind kind, Principal principal, ResourceId collection, DynamicMessage request) {
    Page<Message> page =
        Page.of(
            resources.list(principal, collection, text(request, "filter")),
            (int) request.getField(field(request, "page_size")),
            text(request, "page_token"));
    DynamicMessage.Builder answer =
        DynamicMessage.newBuilder(
            service.findMethodByName("List" + kind.title() + "s").getOutputType());
    FieldDescriptor items = answer.getDescriptorForType().findFieldByName(kind.field() + "s");
    page.items().forEach(item -> answer.addRepeatedField(items, item));
    return answer
        .setField(
            answer.getDescriptorForType().findFieldByName("next_page_token"), page.nextToken())
        .build();
  }

  /** Caches have no operation: theirs is Empty. */
  private static Message deleted(Map<String, Object> operation) {
    return operation.isEmpty()
        ? Empty.getDefaultInstance()
        : Operation.newBuilder()
            .setName((String) operation.get("name"))
            .setDone(true)
            .setResponse(Any.pack(Empty.getDefaultInstance()))
            .build();
  }

  private static Message body(ResourceKind kind, DynamicMessage request) {
    try {
      Message sent = (Message) request.getField(field(request, kind.field()));
      return kind.message().mergeFrom(sent.toByteString()).build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message that was read can be read again", e);
    }
  }

  private static String text(DynamicMessage request, String name) {
    return (String) request.getField(field(request, name));
  }

  private static FieldDescriptor field(DynamicMessage request, String name) {
    return request.getDescriptorForType().findFieldByName(name);
  }
}
