package io.github.vertexbridge.sandbox;

import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.github.vertexbridge.sandbox.WorldState.Endpoint;
import io.github.vertexbridge.sandbox.WorldState.Model;
import io.github.vertexbridge.sandbox.WorldState.ModelKind;
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
  private final String location;

  /**
   * @param location whose host this is
   */
  VertexGate(World world, Bearer bearer, String location) {
    this.world = world;
    this.bearer = bearer;
    this.location = location;
  }

  String location() {
    return location;
  }

  Principal authenticate(Optional<String> authorization, String method) {
    return bearer.authenticate(authorization, SERVICE, method, world.state());
  }

  /**
   * What stands behind the resource for this principal.
   *
   * @throws GoogleRefusal 403, 400 or 404
   */
  Deployment admit(Principal principal, VertexResource resource) {
    return admit(principal, resource, PREDICT);
  }

  Deployment admit(Principal principal, VertexResource resource, String permission) {
    permit(principal, resource.project(), resource.name(), permission);
    WorldState now = world.state();
    return resource.endpoint().isEmpty() ? publisherModel(resource, now) : endpoint(resource, now);
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
    GoogleRefusal.requireEnabled(project, SERVICE, "Vertex AI API");
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

  /** A model that answers, with the names that its answers carry. */
  record Deployment(ModelKind kind, VertexResource resource, Optional<Endpoint> endpoint) {}

  private Deployment publisherModel(VertexResource resource, WorldState now) {
    Model model = now.models().get(resource.model());
    if (model == null
        || !resource.location().equals(location)
        || !model.locations().contains(location)) {
      throw modelNotFound(resource.name());
    }
    return new Deployment(model.kind(), resource, Optional.empty());
  }

  private Deployment endpoint(VertexResource resource, WorldState now) {
    requireHere(resource.location(), "endpoint");
    Endpoint endpoint = now.endpoints().get(resource.endpoint());
    if (endpoint == null || !endpoint.location().equals(location)) {
      throw GoogleRefusal.of(
          Code.NOT_FOUND, "EMULATOR: Endpoint `" + resource.name() + "` not found.");
    }
    return new Deployment(endpoint.kind(), resource, Optional.of(endpoint));
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
