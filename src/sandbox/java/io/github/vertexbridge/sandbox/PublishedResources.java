package io.github.vertexbridge.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.VertexWorld.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What can be read of the world: publisher models, endpoints, and the models behind these. */
final class PublishedResources {
  private final World world;
  private final BiFunction<String, Endpoint, String> dedicatedDns;

  /**
   * @param dedicatedDns address of a dedicated endpoint
   */
  PublishedResources(World world, BiFunction<String, Endpoint, String> dedicatedDns) {
    this.world = world;
    this.dedicatedDns = dedicatedDns;
  }

  Map<String, Object> publisherModel(String name) {
    if (!world.state().models().containsKey(name)) {
      throw GoogleRefusal.of(Code.NOT_FOUND, "EMULATOR: Publisher Model " + name + " not found.");
    }
    return Map.of("name", name, "versionId", "default", "launchStage", "GA");
  }

  List<Map<String, Object>> publisherModels(String collection) {
    return world.state().models().keySet().stream()
        .filter(name -> name.startsWith(collection + "/"))
        .map(this::publisherModel)
        .toList();
  }

  /** Endpoints or models of a location. */
  List<JsonObject> list(VertexPath path, String kind, ListFilter filter) {
    return world.state().endpoints().entrySet().stream()
        .filter(e -> e.getValue().location().equals(path.location()))
        .map(
            e ->
                kind.equals("endpoints")
                    ? endpoint(path, e.getKey(), e.getValue())
                    : model(path, e.getValue()))
        .map(resource -> JsonParser.parseString(Reply.line(resource)).getAsJsonObject())
        .filter(filter::test)
        .toList();
  }

  /** One of these, by its id; a model's may carry a version. */
  JsonObject get(VertexPath path) {
    String id = path.segments().get(1).split("@", 2)[0];
    String name = parent(path) + "/" + path.kind() + "/" + id;
    return list(path, path.kind(), ListFilter.parse("")).stream()
        .filter(resource -> name.equals(resource.get("name").getAsString()))
        .findFirst()
        .orElseThrow(
            () -> GoogleRefusal.of(Code.NOT_FOUND, "EMULATOR: " + name + " is not found."));
  }

  private Map<String, Object> endpoint(VertexPath path, String id, Endpoint endpoint) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", parent(path) + "/endpoints/" + id);
    shown.put("displayName", endpoint.displayName());
    shown.put(
        "deployedModels",
        List.of(
            Map.of(
                "id",
                endpoint.deployedModelId(),
                "model",
                parent(path) + "/models/" + endpoint.model(),
                "displayName",
                endpoint.displayName())));
    if (endpoint.dedicated()) {
      shown.put("dedicatedEndpointEnabled", true);
      shown.put("dedicatedEndpointDns", dedicatedDns.apply(id, endpoint));
    }
    return shown;
  }

  private Map<String, Object> model(VertexPath path, Endpoint endpoint) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", parent(path) + "/models/" + endpoint.model());
    shown.put("displayName", endpoint.displayName());
    shown.put("versionId", "1");
    if (endpoint.kind().isText()) {
      // By this label the SDK lists what was tuned.
      shown.put("labels", Map.of("tune-type", "supervised"));
    }
    return shown;
  }

  /** With the project's number, as Vertex answers names. */
  private String parent(VertexPath path) {
    return "projects/" + world.state().project().number() + "/locations/" + path.location();
  }
}
