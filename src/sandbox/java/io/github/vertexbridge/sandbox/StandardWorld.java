package io.github.vertexbridge.sandbox;

import io.github.vertexbridge.sandbox.VertexWorld.Endpoint;
import io.github.vertexbridge.sandbox.VertexWorld.JobTimes;
import io.github.vertexbridge.sandbox.VertexWorld.Model;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import io.github.vertexbridge.sandbox.WorldState.App;
import io.github.vertexbridge.sandbox.WorldState.Binding;
import io.github.vertexbridge.sandbox.WorldState.CallerApp;
import io.github.vertexbridge.sandbox.WorldState.Chosen;
import io.github.vertexbridge.sandbox.WorldState.Existence;
import io.github.vertexbridge.sandbox.WorldState.FunctionApp;
import io.github.vertexbridge.sandbox.WorldState.Lifetimes;
import io.github.vertexbridge.sandbox.WorldState.ManagedIdentity;
import io.github.vertexbridge.sandbox.WorldState.Pool;
import io.github.vertexbridge.sandbox.WorldState.Project;
import io.github.vertexbridge.sandbox.WorldState.ServiceAccount;
import io.github.vertexbridge.sandbox.WorldState.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The world as a careful deployment would have it: v1 tokens, impersonation, one provider. */
final class StandardWorld {
  private static final String TENANT = "5b1f3d52-6c0e-4a53-9a53-0e0d2a7c1a01";
  private static final String OTHER_TENANT = "9c2e4d63-7d1f-4b64-8b64-1f1e3b8d2b02";
  private static final String FEDERATION_APP = "2f6a8f10-8a52-4d0c-9a01-6f1b1c9d0f11";
  private static final String API_APP = "7d4c1e20-3b61-4f7d-8c12-5e2a2d8c1e22";
  private static final String IDENTITY = "c3b2a190-1f4e-4c3b-a2d1-0e9f8d7c6b33";
  private static final String IDENTITY_OBJECT = "e8d7c6b5-2a3f-4e1d-b0c9-8f7e6d5c4b44";

  private static final String PROJECT = "vertex-sandbox";
  private static final String NUMBER = "123456789012";
  private static final String BRIDGE_ACCOUNT =
      "vertex-bridge@" + PROJECT + ".iam.gserviceaccount.com";
  private static final String SUPPORT_ACCOUNT =
      "vertex-support@" + PROJECT + ".iam.gserviceaccount.com";
  private static final String JOBS_ACCOUNT = "vertex-jobs@" + PROJECT + ".iam.gserviceaccount.com";
  private static final String POOL_PRINCIPAL =
      "principal://iam.googleapis.com/projects/"
          + NUMBER
          + "/locations/global/workloadIdentityPools/azure/subject/";

  private static final List<String> EVERYWHERE =
      List.of("europe-west4", "europe-west1", "us-central1", "global");

  private StandardWorld() {}

  static WorldState state() {
    return new WorldState(
        Map.of(TENANT, new Tenant(apps()), OTHER_TENANT, new Tenant(Map.of())),
        new FunctionApp(
            TENANT,
            Map.of(
                IDENTITY,
                new ManagedIdentity(
                    IDENTITY_OBJECT,
                    "/subscriptions/0f9e8d7c-6b5a-4f3e-8d2c-1b0a9f8e7d55/resourcegroups/"
                        + "vertex-bridge/providers/Microsoft.ManagedIdentity/"
                        + "userAssignedIdentities/vertex-bridge",
                    false))),
        new Chosen(IDENTITY, FEDERATION_APP, API_APP, "azure", "entra", BRIDGE_ACCOUNT),
        Map.of(
            "support-app",
            new CallerApp(
                "a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c66", "b2c3d4e5-6f7a-4b8c-9d0e-1f2a3b4c5d77"),
            "operator-app",
            new CallerApp(
                "c4d5e6f7-8a9b-4c0d-8e1f-2a3b4c5d6e88", "d5e6f7a8-9b0c-4d1e-8f2a-3b4c5d6e7f99")),
        new Project(
            PROJECT,
            NUMBER,
            List.of(
                new Binding(
                    "roles/aiplatform.user",
                    List.of(
                        "serviceAccount:" + BRIDGE_ACCOUNT, "serviceAccount:" + SUPPORT_ACCOUNT)))),
        Map.of(
            "roles/aiplatform.user",
            userPermissions(),
            "roles/iam.workloadIdentityUser",
            List.of("iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.getOpenIdToken"),
            "roles/iam.serviceAccountTokenCreator",
            List.of("iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.signBlob"),
            "roles/iam.serviceAccountUser",
            List.of("iam.serviceAccounts.actAs")),
        Map.of(
            "azure",
            new Pool(
                false,
                Existence.ACTIVE,
                Map.of(
                    "entra",
                    new WorldState.Provider(
                        "https://sts.windows.net/" + TENANT + "/",
                        List.of("api://" + FEDERATION_APP),
                        Map.of("google.subject", "assertion.sub", "attribute.tid", "assertion.tid"),
                        "assertion.tid=='%s' && assertion.sub in ['%s']"
                            .formatted(TENANT, IDENTITY_OBJECT),
                        false,
                        Existence.ACTIVE)))),
        Map.of(
            BRIDGE_ACCOUNT, account("100000000000000000001"),
            SUPPORT_ACCOUNT, account("100000000000000000002"),
            JOBS_ACCOUNT, jobsAccount()),
        EVERYWHERE,
        models(),
        Map.of(
            "1234567890",
            new Endpoint(
                ModelKind.IRIS,
                "europe-west4",
                "4455667788",
                "3344556677",
                "iris-centroids",
                false),
            "9876543210",
            new Endpoint(
                ModelKind.TEXT, "europe-west4", "5566778899", "6677889900", "tuned-text", false),
            "2468013579",
            new Endpoint(
                ModelKind.IRIS, "europe-west4", "2233445566", "3344556677", "iris-dedicated", true),
            "5647382910",
            new Endpoint(
                ModelKind.VIDEO, "europe-west4", "6677889911", "7788990011", "video", false)),
        new JobTimes(1, 1, 8, 1),
        Map.of("vertex-sandbox-data", "europe-west4", "vertex-sandbox-us", "us-central1"),
        new Lifetimes(86_700, 86_400, 86_400, 3_599, 3_600, 3_600));
  }

  private static Map<String, App> apps() {
    return Map.of(
        FEDERATION_APP,
        new App("api://" + FEDERATION_APP, 1, List.of(), false, List.of()),
        API_APP,
        new App(
            "api://" + API_APP, 1, List.of("Bridge.Invoke", "Bridge.Operate"), false, List.of()),
        // Two of Microsoft's own, which exist in every tenant.
        "e406a681-f3d4-42a8-90b6-c2b029497af1",
        new App("https://storage.azure.com", 1, List.of(), false, List.of()),
        "fb60f99c-7a34-4190-8149-302f77469936",
        new App("api://AzureADTokenExchange", 2, List.of(), false, List.of()));
  }

  private static ServiceAccount account(String uniqueId) {
    return new ServiceAccount(
        uniqueId,
        false,
        List.of(
            new Binding(
                "roles/iam.workloadIdentityUser", List.of(POOL_PRINCIPAL + IDENTITY_OBJECT))));
  }

  /** As what jobs may run; nobody gets tokens for it. */
  private static ServiceAccount jobsAccount() {
    return new ServiceAccount(
        "100000000000000000003",
        false,
        List.of(
            new Binding(
                "roles/iam.serviceAccountUser",
                List.of("serviceAccount:" + BRIDGE_ACCOUNT, "serviceAccount:" + SUPPORT_ACCOUNT))));
  }

  /** Of what roles/aiplatform.user has, what the sandbox asks for. */
  private static List<String> userPermissions() {
    List<String> permissions = new ArrayList<>();
    permissions.add("aiplatform.endpoints.predict");
    permissions.add("aiplatform.endpoints.explain");
    for (String kind :
        List.of(
            "batchPredictionJobs",
            "customJobs",
            "hyperparameterTuningJobs",
            "trainingPipelines",
            "pipelineJobs",
            "tuningJobs",
            "cachedContents",
            "endpoints",
            "models")) {
      for (String verb : List.of("create", "get", "list", "update", "cancel", "delete")) {
        permissions.add("aiplatform." + kind + "." + verb);
      }
    }
    return permissions;
  }

  private static Map<String, Model> models() {
    List<String> anthropic = List.of("europe-west1", "global");
    return Map.ofEntries(
        model("google/models/gemini-2.5-flash", ModelKind.TEXT, EVERYWHERE),
        model("google/models/gemini-2.5-pro", ModelKind.TEXT, EVERYWHERE),
        model("google/models/gemini-3-pro-preview", ModelKind.THINKING_TEXT, List.of("global")),
        model("google/models/text-embedding-005", ModelKind.EMBEDDING, EVERYWHERE),
        model("google/models/gemini-embedding-001", ModelKind.GEMINI_EMBEDDING, EVERYWHERE),
        model("google/models/gemini-embedding-2", ModelKind.CONTENT_EMBEDDING, EVERYWHERE),
        model("google/models/imagen-4.0-generate-001", ModelKind.IMAGE, EVERYWHERE),
        model("google/models/veo-3.0-generate-001", ModelKind.VIDEO, EVERYWHERE),
        model("anthropic/models/count-tokens", ModelKind.ANTHROPIC_COUNT, anthropic),
        model("anthropic/models/claude-sonnet-4-5@20250929", ModelKind.ANTHROPIC, anthropic),
        model(
            "meta/models/llama-3.3-70b-instruct-maas",
            ModelKind.OPEN_MAAS,
            List.of("us-central1", "global")));
  }

  private static Map.Entry<String, Model> model(
      String name, ModelKind kind, List<String> locations) {
    return Map.entry("publishers/" + name, new Model(kind, locations, List.of()));
  }
}
