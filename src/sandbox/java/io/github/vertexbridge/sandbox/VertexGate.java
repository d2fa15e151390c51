package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.GenerateContentResponse.UsageMetadata.TrafficType;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.github.vertexbridge.sandbox.VertexWorld.Endpoint;
import io.github.vertexbridge.sandbox.VertexWorld.Model;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import io.github.vertexbridge.sandbox.WorldState.Project;
import java.util.Optional;

/**
 * What every Vertex call passes whatever its transport: credentials, permission, location,
 * resource, in this order.
 */
final class VertexGate {
  static final String SERVICE = "aiplatform.googleapis.com";
  static final String PREDICT = "aiplatform.endpoints.predict";

  private final World world;
  private final Bearer bearer;
  private final Limits limits;
  private final String location;
  private final String dedicated;

  /**
   * @param location whose host this is
   * @param dedicated the one endpoint whose own address this is, or "" for the shared host
   */
  VertexGate(World world, Bearer bearer, Limits limits, String location, String dedicated) {
    this.world = world;
    this.bearer = bearer;
    this.limits = limits;
    this.location = location;
    this.dedicated = dedicated;
  }

  String location() {
    return location;
  }

  Principal authenticate(Optional<String> authorization, String method) {
    return bearer.authenticate(authorization, SERVICE, method, world.state());
  }

  /** Whether this is the shared host, which serves everything but dedicated endpoints. */
  boolean isShared() {
    return dedicated.isEmpty();
  }

  /**
   * What stands behind the resource for this principal.
   *
   * @throws GoogleRefusal 403, 400, 404 or 429
   */
  Deployment admit(Principal principal, VertexResource resource, Traffic traffic) {
    return admit(principal, resource, PREDICT, traffic);
  }

  Deployment admit(
      Principal principal, VertexResource resource, String permission, Traffic traffic) {
    permit(principal, resource.project(), resource.name(), permission);
    WorldState now = world.state();
    if (resource.endpoint().isEmpty()) {
      Model model = publisherModel(resource.model(), resource.location(), resource.name());
      TrafficType served = take(resource.model(), model, traffic);
      return new Deployment(model.kind(), resource, Optional.empty(), served);
    }
    Endpoint endpoint = endpoint(resource, now);
    limits.take(location, "endpoints/" + resource.endpoint(), now.project().id());
    return new Deployment(endpoint.kind(), resource, Optional.of(endpoint), TrafficType.ON_DEMAND);
  }

  /**
   * Counts a call of a model against limits and capacity.
   *
   * @throws GoogleRefusal 400 or 429
   */
  TrafficType take(String name, Model model, Traffic traffic) {
    limits.take(location, name, world.state().project().id());
    return traffic.served(location, model.provisioned().contains(location));
  }

  /**
   * Whether the principal may do this in the project at all.
   *
   * @param name what is named when not
   * @throws GoogleRefusal 403
   */
  void permit(Principal principal, String named, String name, String permission) {
    WorldState now = world.state();
    Project project = now.project();
    boolean ours = named.equals(project.id()) || named.equals(project.number());
    // Another project is not "not found": Google tells nobody whether it exists.
    if (!ours || !IamPolicy.allows(project.bindings(), now.roles(), principal, permission)) {
      throw denied(name, permission);
    }
  }

  /**
   * Whether this is the host of the location that the path names.
   *
   * @param field that the refusal names
   * @throws GoogleRefusal 400
   */
  void requireHere(String named, String field) {
    if (named.equals(location)) {
      return;
    }
    String description =
        "The provided location ID doesn't match the endpoint. The valid location ID is `"
            + location
            + "`.";
    throw GoogleRefusal.of(
        Code.INVALID_ARGUMENT,
        "List of found errors: 1.Field: " + field + "; Message: " + description,
        BadRequest.newBuilder()
            .addFieldViolations(
                BadRequest.FieldViolation.newBuilder().setField(field).setDescription(description))
            .build());
  }

  /** A model that answers, with the names and the traffic that its answers carry. */
  record Deployment(
      ModelKind kind, VertexResource resource, Optional<Endpoint> endpoint, TrafficType traffic) {}

  /**
   * A publisher model that is served here.
   *
   * @param named the location that the path names
   * @param fullName what is named if not
   */
  Model publisherModel(String name, String named, String fullName) {
    Model model = world.state().models().get(name);
    if (model == null
        || !isShared()
        || !named.equals(location)
        || !model.locations().contains(location)) {
      throw modelNotFound(fullName);
    }
    return model;
  }

  private Endpoint endpoint(VertexResource resource, WorldState now) {
    requireHere(resource.location(), "endpoint");
    String id = resource.endpoint();
    Endpoint endpoint = now.endpoints().get(id);
    if (endpoint == null || !endpoint.location().equals(location)) {
      throw GoogleRefusal.of(
          Code.NOT_FOUND, "EMULATOR: Endpoint `" + resource.name() + "` not found.");
    }
    if (!dedicated.equals(endpoint.dedicated() ? id : "")) {
      throw GoogleRefusal.of(
          Code.FAILED_PRECONDITION,
          isShared()
              ? "EMULATOR: endpoint " + id + " is served at its dedicated DNS name only"
              : "EMULATOR: this is the dedicated DNS name of endpoint " + dedicated);
    }
    return endpoint;
  }

  static GoogleRefusal modelNotFound(String name) {
    return GoogleRefusal.of(
        Code.NOT_FOUND,
        "Publisher Model `"
            + name
            + "` was not found or your project does not have access to it. Please ensure you are"
            + " using a valid model version. For more information, see:"
            + " https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions");
  }

  private static GoogleRefusal denied(String name, String permission) {
    return GoogleRefusal.of(
        Code.PERMISSION_DENIED,
        "Permission '"
            + permission
            + "' denied on resource '//aiplatform.googleapis.com/"
            + name
            + "' (or it may not exist).",
        ErrorInfo.newBuilder()
            .setReason("IAM_PERMISSION_DENIED")
            .setDomain(SERVICE)
            .putMetadata("resource", name)
            .putMetadata("permission", permission)
            .build());
  }
}
