package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.CachedContent;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What can be done with jobs and caches at the host of one location, whatever the transport:
 * permission, location, then the thing itself.
 */
final class ResourceCalls {
  /** Source: pipeline_service.proto, CreatePipelineJobRequest.pipeline_job_id. */
  private static final Pattern PIPELINE_ID = Pattern.compile("[a-z][-a-z0-9]{0,127}");

  private final World world;
  private final VertexGate gate;
  private final StoredResources stored;

  ResourceCalls(World world, VertexGate gate, StoredResources stored) {
    this.world = world;
    this.gate = gate;
    this.stored = stored;
  }

  /**
   * @param wantedId the caller's own id, or ""
   */
  Message create(Principal principal, ResourceId collection, String wantedId, Message sent) {
    ResourceKind kind = collection.kind();
    allow(principal, collection, "create");
    FieldRules.check(sent);
    if (kind == ResourceKind.PIPELINE_JOB
        && !Fields.has(sent, "template_uri")
        && !Fields.has(sent, "pipeline_spec")) {
      throw invalid("pipeline_spec or template_uri is needed");
    }
    if (!wantedId.isEmpty() && !PIPELINE_ID.matcher(wantedId).matches()) {
      throw invalid("pipeline_job_id is not valid: " + wantedId);
    }
    JobAccount.check(kind, sent, principal, world.state());
    JobData.check(sent, collection.location(), world.state());
    return stored.create(collection.withId(wantedId), sent);
  }

  Message get(Principal principal, ResourceId id) {
    allow(principal, id, "get");
    return stored.get(id);
  }

  List<Message> list(Principal principal, ResourceId collection, String filter) {
    allow(principal, collection, "list");
    ListFilter wanted = ListFilter.parse(filter);
    return stored.list(collection).stream()
        .filter(message -> wanted.test(Json.tree(message)))
        .toList();
  }

  Message update(Principal principal, ResourceId id, Message change) {
    allow(principal, id, "update");
    return stored.patch(id, (CachedContent) change);
  }

  void cancel(Principal principal, ResourceId id) {
    allow(principal, id, "cancel");
    stored.cancel(id);
  }

  Map<String, Object> delete(Principal principal, ResourceId id) {
    allow(principal, id, "delete");
    return stored.delete(id);
  }

  private void allow(Principal principal, ResourceId id, String verb) {
    boolean member = !id.id().isEmpty();
    String permission = "aiplatform." + id.kind().collection() + "." + verb;
    gate.permit(principal, id.project(), member ? id.name() : id.parent(), permission);
    gate.requireHere(id.location(), member ? "name" : "parent");
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
