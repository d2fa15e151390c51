package io.github.vertexbridge.doctor;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.vertexbridge.sandbox.WorldState;
import io.github.vertexbridge.sandbox.WorldState.Existence;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Terraform's output {@code deployment} would be for a world of the sandbox. */
final class WorldExport {
  static final String GROUP = "rg-bridge";
  static final String APP = "bridge";

  private static final Gson GSON = new Gson();

  private WorldExport() {}

  /**
   * @param now the clouds as they are
   * @param deployed as they were deployed: identity and registrations, which a fault may have taken
   */
  static JsonObject of(WorldState now, WorldState deployed) {
    WorldState.Chosen chosen = deployed.apps();
    JsonObject export = new JsonObject();
    export.addProperty("version", 1);
    export.addProperty("tenantId", deployed.functionApp().tenant());
    export.add("app", texts("name", APP, "resource_group", GROUP, "slot", ""));
    export.add("identity", identity(now, deployed));
    export.add("entra", entra(deployed));
    JsonObject storage = texts("account", "bridgestorage");
    storage.add("queues", GSON.toJsonTree(List.of("vertex-requests")));
    export.add("storage", storage);
    export.add("google", google(now, deployed));
    String pool =
        "projects/%s/locations/global/workloadIdentityPools/%s"
            .formatted(deployed.project().number(), chosen.pool());
    export.addProperty(
        "principal",
        "principal://iam.googleapis.com/"
            + pool
            + "/subject/"
            + export.getAsJsonObject("identity").get("object_id").getAsString());
    export.addProperty(
        "audience", "//iam.googleapis.com/" + pool + "/providers/" + chosen.provider());
    return export;
  }

  /** What a map must hold. */
  static <T> T known(Map<String, T> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  private static JsonObject identity(WorldState now, WorldState deployed) {
    String client = deployed.apps().identity();
    WorldState.ManagedIdentity identity =
        now.functionApp()
            .identities()
            .getOrDefault(client, known(deployed.functionApp().identities(), client));
    return texts(
        "client_id",
        client,
        "object_id",
        identity.objectId(),
        "resource_id",
        identity.resourceId());
  }

  private static JsonObject entra(WorldState deployed) {
    WorldState.Chosen chosen = deployed.apps();
    var apps = known(deployed.tenants(), deployed.functionApp().tenant()).apps();
    WorldState.App api = known(apps, chosen.apiApp());
    JsonObject entra =
        texts(
            "federation_client_id", chosen.federationApp(),
            "federation_resource", known(apps, chosen.federationApp()).appIdUri(),
            "api_client_id", chosen.apiApp(),
            "api_resource", api.appIdUri());
    entra.add("app_roles", GSON.toJsonTree(api.roles()));
    return entra;
  }

  private static JsonObject google(WorldState now, WorldState deployed) {
    WorldState.Chosen chosen = deployed.apps();
    JsonObject google =
        texts(
            "projectId", deployed.project().id(),
            "projectNumber", deployed.project().number(),
            "access", chosen.serviceAccount().isEmpty() ? "direct" : "impersonate",
            "defaultServiceAccount", chosen.serviceAccount());
    google.add("locations", GSON.toJsonTree(deployed.locations()));
    WorldState.Pool pool = known(now.pools(), chosen.pool());
    String name =
        "projects/%s/locations/global/workloadIdentityPools/%s"
            .formatted(deployed.project().number(), chosen.pool());
    JsonObject described = texts("name", name, "state", pool.state().name());
    described.addProperty("disabled", pool.disabled());
    google.add("pool", described);
    WorldState.@Nullable Provider provider = pool.providers().get(chosen.provider());
    google.add(
        "provider",
        provider == null ? JsonNull.INSTANCE : provider(name, chosen.provider(), provider));
    JsonObject accounts = new JsonObject();
    now.serviceAccounts()
        .forEach(
            (email, account) -> {
              JsonObject json = new JsonObject();
              json.addProperty("disabled", account.disabled());
              json.add("bindings", GSON.toJsonTree(account.bindings()));
              accounts.add(email, json);
            });
    google.add("serviceAccounts", accounts);
    google.add("projectBindings", GSON.toJsonTree(now.project().bindings()));
    JsonObject roles = new JsonObject();
    now.roles()
        .forEach(
            (role, permissions) -> {
              if (role.startsWith("projects/")) {
                roles.add(role, GSON.toJsonTree(permissions));
              }
            });
    google.add("roles", roles);
    JsonArray audit = new JsonArray();
    audit.add(logs("aiplatform.googleapis.com", "ADMIN_READ", "DATA_READ", "DATA_WRITE"));
    audit.add(logs("iam.googleapis.com", "ADMIN_READ"));
    audit.add(logs("sts.googleapis.com", "ADMIN_READ"));
    google.add("auditConfigs", audit);
    return google;
  }

  private static JsonObject provider(String pool, String id, WorldState.Provider provider) {
    JsonObject json = texts("name", pool + "/providers/" + id);
    json.addProperty("state", provider.state() == Existence.ACTIVE ? "ACTIVE" : "DELETED");
    json.addProperty("disabled", provider.disabled());
    json.add("attributeMapping", GSON.toJsonTree(provider.attributeMapping()));
    json.addProperty("attributeCondition", provider.attributeCondition());
    JsonObject oidc = texts("issuerUri", provider.issuerUri());
    oidc.add("allowedAudiences", GSON.toJsonTree(provider.allowedAudiences()));
    json.add("oidc", oidc);
    return json;
  }

  private static JsonObject logs(String service, String... types) {
    JsonObject json = texts("service", service);
    JsonArray configs = new JsonArray();
    List.of(types).forEach(type -> configs.add(texts("logType", type)));
    json.add("auditLogConfigs", configs);
    return json;
  }

  private static JsonObject texts(String... pairs) {
    JsonObject json = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) {
      json.addProperty(pairs[i], pairs[i + 1]);
    }
    return json;
  }
}
