package io.github.vertexbridge.sandbox;

import io.github.vertexbridge.sandbox.WorldState.Chosen;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The app's environment for a world, and for the ports that it is served on. */
final class AppSettings {
  private AppSettings() {}

  /**
   * @param address of a component by its name
   */
  static Map<String, String> of(
      WorldState now, String identityHeader, UnaryOperator<String> address) {
    Chosen chosen = now.apps();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("IDENTITY_ENDPOINT", address.apply("managed-identity") + IdentityEndpoint.PATH);
    settings.put("IDENTITY_HEADER", identityHeader);
    settings.put("AZURE_CLIENT_ID", chosen.identity());
    settings.put("BRIDGE_TENANT_ID", now.functionApp().tenant());
    settings.put("BRIDGE_API_AUDIENCE", now.app(chosen.apiApp()).appIdUri());
    settings.put("BRIDGE_FEDERATION_RESOURCE", now.app(chosen.federationApp()).appIdUri());
    settings.put("BRIDGE_ENTRA_ENDPOINT", address.apply("entra"));
    settings.put(
        "BRIDGE_WIF_PROVIDER",
        "//iam.googleapis.com/projects/%s/locations/global/workloadIdentityPools/%s/providers/%s"
            .formatted(now.project().number(), chosen.pool(), chosen.provider()));
    settings.put("BRIDGE_GOOGLE_PROJECT", now.project().id());
    settings.put("BRIDGE_GOOGLE_PROJECT_NUMBER", now.project().number());
    settings.put("BRIDGE_DEFAULT_SERVICE_ACCOUNT", chosen.serviceAccount());
    settings.put("BRIDGE_STS_ENDPOINT", address.apply("sts"));
    settings.put("BRIDGE_IAM_ENDPOINT", address.apply("iam"));
    settings.put("BRIDGE_VERTEX_ENDPOINT", list(now, "vertex:", address));
    settings.put("BRIDGE_VERTEX_GRPC_ENDPOINT", list(now, "vertex-grpc:", address));
    return settings;
  }

  private static String list(WorldState now, String prefix, UnaryOperator<String> address) {
    return now.locations().stream()
        .map(location -> location + "=" + address.apply(prefix + location))
        .collect(Collectors.joining(","));
  }
}
