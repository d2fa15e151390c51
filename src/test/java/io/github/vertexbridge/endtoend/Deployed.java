package io.github.vertexbridge.endtoend;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What Terraform's outputs are for a sample plan ({@code infra/tests/samples}), and a world that is
 * configured with these values: tenant, applications, identity, project, roles, pool, provider and
 * accounts of the standard world make way for them. Models and endpoints stay.
 */
record Deployed(JsonObject outputs) {

  static Deployed sample(String name) throws IOException {
    String text = Files.readString(Path.of("infra/tests/samples", name + ".json"));
    return new Deployed(JsonParser.parseString(text).getAsJsonObject());
  }

  /** The part of the outputs at a path of names and indexes, to be changed by tests. */
  JsonElement at(String... path) {
    JsonElement part = outputs;
    for (String step : path) {
      part =
          part.isJsonArray()
              ? part.getAsJsonArray().get(Integer.parseInt(step))
              : part.getAsJsonObject().get(step);
    }
    return part;
  }

  private JsonObject object(String... path) {
    return at(path).getAsJsonObject();
  }

  private String text(String... path) {
    return at(path).getAsString();
  }

  /** The app settings, unchanged, and what the platform adds because Easy Auth is on. */
  RunningBridge.Variant variant() {
    Map<String, String> settings = new HashMap<>();
    object("app_settings")
        .entrySet()
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue().getAsString()));
    settings.put("WEBSITE_AUTH_ENABLED", "True");
    return new RunningBridge.Variant(
        RunningBridge.Variant.STANDARD.gson(),
        RunningBridge.Variant.STANDARD.jvm(),
        false,
        settings);
  }

  String project() {
    return text("deployment", "google", "projectId");
  }

  World world() {
    World world = World.standard();
    JsonObject patch = new JsonObject();
    replace(patch, "tenants", world.state().tenants().keySet(), tenants());
    JsonObject functionApp = new JsonObject();
    functionApp.addProperty("tenant", text("deployment", "tenantId"));
    replace(
        functionApp, "identities", world.state().functionApp().identities().keySet(), identities());
    patch.add("functionApp", functionApp);
    patch.add("apps", chosen());
    JsonObject project = new JsonObject();
    project.addProperty("id", project());
    project.addProperty("number", text("deployment", "google", "projectNumber"));
    project.add("bindings", at("deployment", "google", "projectBindings"));
    patch.add("project", project);
    patch.add("roles", at("deployment", "google", "roles"));
    replace(patch, "pools", world.state().pools().keySet(), pools());
    replace(patch, "serviceAccounts", world.state().serviceAccounts().keySet(), serviceAccounts());
    world.patch(patch.toString());
    return world;
  }

  /** In a merge patch null removes: what was there goes, unless it is given anew. */
  private static void replace(
      JsonObject patch, String name, Iterable<String> before, JsonObject after) {
    before.forEach(
        key -> {
          if (!after.has(key)) {
            after.add(key, JsonNull.INSTANCE);
          }
        });
    patch.add(name, after);
  }

  private JsonObject tenants() {
    JsonArray federates = new JsonArray();
    federates.add(text("deployment", "identity", "object_id"));
    JsonArray federate = new JsonArray();
    federate.add("Google.Federate");
    JsonObject apps = new JsonObject();
    apps.add(
        text("deployment", "entra", "federation_client_id"),
        app(text("deployment", "entra", "federation_resource"), 1, federate, true, federates));
    apps.add(
        text("deployment", "entra", "api_client_id"),
        app(
            text("deployment", "entra", "api_resource"),
            2,
            at("deployment", "entra", "app_roles").getAsJsonArray(),
            false,
            new JsonArray()));
    JsonObject tenant = new JsonObject();
    tenant.add("apps", apps);
    return of(text("deployment", "tenantId"), tenant);
  }

  /** Token versions and assignment are those of {@code infra/modules/azure/entra.tf}. */
  private static JsonObject app(
      String uri, int version, JsonArray roles, boolean assignment, JsonArray assigned) {
    JsonObject app = new JsonObject();
    app.addProperty("appIdUri", uri);
    app.addProperty("requestedAccessTokenVersion", version);
    app.add("roles", roles);
    app.addProperty("assignmentRequired", assignment);
    app.add("assigned", assigned);
    return app;
  }

  private JsonObject identities() {
    JsonObject identity = new JsonObject();
    identity.addProperty("objectId", text("deployment", "identity", "object_id"));
    identity.addProperty("resourceId", text("deployment", "identity", "resource_id"));
    identity.addProperty("systemAssigned", false);
    return of(text("deployment", "identity", "client_id"), identity);
  }

  private JsonObject chosen() {
    JsonObject chosen = new JsonObject();
    chosen.addProperty("identity", text("deployment", "identity", "client_id"));
    chosen.addProperty("federationApp", text("deployment", "entra", "federation_client_id"));
    chosen.addProperty("apiApp", text("deployment", "entra", "api_client_id"));
    chosen.addProperty("pool", lastSegment(text("deployment", "google", "pool", "name")));
    chosen.addProperty("provider", lastSegment(text("deployment", "google", "provider", "name")));
    chosen.addProperty("serviceAccount", text("deployment", "google", "defaultServiceAccount"));
    return chosen;
  }

  private JsonObject pools() {
    JsonObject from = object("deployment", "google", "provider");
    JsonObject provider = new JsonObject();
    provider.add("issuerUri", from.getAsJsonObject("oidc").get("issuerUri"));
    provider.add("allowedAudiences", from.getAsJsonObject("oidc").get("allowedAudiences"));
    provider.add("attributeMapping", from.get("attributeMapping"));
    provider.add("attributeCondition", from.get("attributeCondition"));
    provider.add("disabled", from.get("disabled"));
    provider.add("state", from.get("state"));
    JsonObject pool = new JsonObject();
    pool.add("disabled", at("deployment", "google", "pool", "disabled"));
    pool.addProperty("state", "ACTIVE");
    pool.add(
        "providers", of(lastSegment(text("deployment", "google", "provider", "name")), provider));
    return of(lastSegment(text("deployment", "google", "pool", "name")), pool);
  }

  private JsonObject serviceAccounts() {
    JsonObject accounts = new JsonObject();
    for (String address : object("deployment", "google", "serviceAccounts").keySet()) {
      JsonObject account = new JsonObject();
      account.addProperty("uniqueId", "10000000000000000000" + accounts.size());
      account.addProperty("disabled", false);
      account.add("bindings", at("deployment", "google", "serviceAccounts", address, "bindings"));
      accounts.add(address, account);
    }
    return accounts;
  }

  private static JsonObject of(String name, JsonElement value) {
    JsonObject object = new JsonObject();
    object.add(name, value);
    return object;
  }

  private static String lastSegment(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
