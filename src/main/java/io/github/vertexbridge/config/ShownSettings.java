package io.github.vertexbridge.config;

import io.github.vertexbridge.call.Redaction;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Those settings of an environment that operators may be shown; no secret is among them. */
public final class ShownSettings {
  private static final String SET = "(set)";

  /** Shown with their values. */
  private static final Set<String> SHOWN =
      Set.of(
          "APPLICATIONINSIGHTS_CONFIGURATION_CONTENT",
          "APPLICATIONINSIGHTS_ENABLE_AGENT",
          "APPLICATIONINSIGHTS_SAMPLING_PERCENTAGE",
          "AZURE_CLIENT_ID",
          "AzureFunctionsWebHost__hostid",
          "AzureWebJobsDisableHomepage",
          "AzureWebJobsStorage__accountName",
          "AzureWebJobsStorage__blobServiceUri",
          "AzureWebJobsStorage__clientId",
          "AzureWebJobsStorage__credential",
          "AzureWebJobsStorage__queueServiceUri",
          "AzureWebJobsStorage__tableServiceUri",
          "BRIDGE_API_AUDIENCE",
          "BRIDGE_AUDIT",
          "BRIDGE_DEFAULT_SERVICE_ACCOUNT",
          "BRIDGE_EASY_AUTH",
          "BRIDGE_ENTRA_ENDPOINT",
          "BRIDGE_FEDERATION_RESOURCE",
          "BRIDGE_GOOGLE_PROJECT",
          "BRIDGE_HOP_TIMEOUT",
          "BRIDGE_IAM_ENDPOINT",
          "BRIDGE_LOG_BODIES_UNTIL",
          "BRIDGE_LOG_FORMAT",
          "BRIDGE_LOG_LEVEL",
          "BRIDGE_MAX_BODY",
          "BRIDGE_STS_ENDPOINT",
          "BRIDGE_TELEMETRY_DEPENDENCIES",
          "BRIDGE_TENANT_ID",
          "BRIDGE_VERTEX_ENDPOINT",
          "BRIDGE_VERTEX_GRPC_ENDPOINT",
          "BRIDGE_WIF_PROVIDER",
          "FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING",
          "FUNCTIONS_EXTENSION_VERSION",
          "FUNCTIONS_WORKER_RUNTIME",
          "IDENTITY_ENDPOINT",
          "JAVA_OPTS",
          "WEBSITE_AUTH_ENABLED",
          "WEBSITE_DISABLE_MSI",
          "WEBSITE_INSTANCE_ID",
          "WEBSITE_RESOURCE_GROUP",
          "WEBSITE_SITE_NAME",
          "WEBSITE_SLOT_NAME",
          "WEBSITE_SWAP_WARMUP_PING_PATH",
          "WEBSITE_VNET_ROUTE_ALL",
          "languageWorkers__java__arguments");

  /** Secrets, or with secrets in them: only that they are there. */
  private static final Set<String> HIDDEN =
      Set.of("APPLICATIONINSIGHTS_CONNECTION_STRING", "AzureWebJobsStorage", "IDENTITY_HEADER");

  private ShownSettings() {}

  /** Of this process's environment. */
  public static Map<String, String> ofThisProcess() {
    return of(System.getenv());
  }

  public static Map<String, String> of(Map<String, String> environment) {
    Map<String, String> shown = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (SHOWN.contains(name)) {
            shown.put(name, Redaction.scrub(value).contains("[redacted]") ? SET : value);
          } else if (HIDDEN.contains(name) && !value.isBlank()) {
            shown.put(name, SET);
          } else if (name.equals("BRIDGE_POLICY")) {
            // A URL's query may hold a signature.
            shown.put(name, value.replaceFirst("\\?.*", ""));
          }
        });
    return shown;
  }
}
