package io.github.vertexbridge.sandbox;

import com.google.gson.JsonObject;
import io.github.vertexbridge.sandbox.AuditTrail.VertexCall;
import io.github.vertexbridge.sandbox.CallLog.Arrival;
import java.util.Optional;

/** Vertex over HTTP in one location, v1 and v1beta1. */
final class VertexRest implements HttpEndpoint {
  private final VertexGate gate;
  private final VertexInference inference;
  private final VertexResources resources;
  private final Counters counters;
  private final CallLog log;
  private final AuditTrail trail;

  VertexRest(
      VertexGate gate,
      VertexInference inference,
      VertexResources resources,
      Counters counters,
      CallLog log,
      AuditTrail trail) {
    this.gate = gate;
    this.inference = inference;
    this.resources = resources;
    this.counters = counters;
    this.log = log;
    this.trail = trail;
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
    Optional<VertexPath> path = VertexPath.parse(request.decodedPath());
    Optional<VertexResource> resource =
        path.filter(p -> request.method().equals("POST") && !p.verb().isEmpty())
            .flatMap(p -> VertexResource.parse(p.name()));
    boolean known =
        resource.isPresent()
            || path.filter(
                    p -> isChat(request, p) || (gate.isShared() && resources.serves(request, p)))
                .isPresent();
    Optional<Principal> principal = Optional.empty();
    Reply reply;
    if (!known) {
      reply = Reply.html(404, "EMULATOR: the requested URL was not found on this server");
    } else {
      VertexPath asked = path.orElseThrow();
      try {
        Principal caller =
            gate.authenticate(request.header("Authorization"), VertexInference.method(asked));
        principal = Optional.of(caller);
        reply = run(request, asked, resource, caller);
        counters.add("vertex.ok");
        counters.add("vertex.ok." + gate.location());
        audit(request, asked, caller, Optional.of(reply), Optional.empty());
      } catch (GoogleRefusal refusal) {
        principal.ifPresent(
            caller -> audit(request, asked, caller, Optional.empty(), Optional.of(refusal)));
        reply =
            VertexInference.refusesInArrays(request, asked)
                ? Streams.inArray(refusal.reply())
                : refusal.reply();
      }
    }
    log.add(arrival(request), principal.map(Principal::name), reply.status());
    return reply;
  }

  private static boolean isChat(Request request, VertexPath path) {
    return request.method().equals("POST")
        && !path.project().isEmpty()
        && VertexInference.isChat(path);
  }

  private Reply run(
      Request request, VertexPath path, Optional<VertexResource> resource, Principal principal) {
    if (resource.isPresent()) {
      return inference.answer(request, path, resource.get(), principal);
    }
    return isChat(request, path)
        ? inference.chat(request, path, principal)
        : resources.answer(request, path, principal);
  }

  private void audit(
      Request request,
      VertexPath path,
      Principal caller,
      Optional<Reply> reply,
      Optional<GoogleRefusal> refusal) {
    AuditedMethod method = AuditedMethod.rest(request, path);
    Optional<ResourceKind> job =
        ResourceKind.of(path.kind()).filter(kind -> kind.isJob() && method.isActivity());
    trail.vertex(
        new VertexCall(
            method,
            path.project(),
            path.name(),
            job.map(kind -> message(kind, request, path)),
            job.flatMap(kind -> reply).flatMap(Reply::json)),
        caller,
        request::header,
        refusal);
  }

  /** The gRPC method's request that the front end makes of an HTTP request. */
  private static JsonObject message(ResourceKind kind, Request request, VertexPath path) {
    JsonObject message = new JsonObject();
    boolean member = path.segments().size() > 1;
    message.addProperty(member ? "name" : "parent", member ? path.name() : path.parent());
    if (!member) {
      String field = Character.toLowerCase(kind.title().charAt(0)) + kind.title().substring(1);
      request.json().ifPresent(body -> message.add(field, body));
    }
    return message;
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
