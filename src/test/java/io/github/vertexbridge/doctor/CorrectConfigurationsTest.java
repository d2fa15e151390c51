package io.github.vertexbridge.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.sandbox.World;
import io.github.vertexbridge.sandbox.WorldState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No false findings: configurations that are right in different ways. */
class CorrectConfigurationsTest {
  private static final String TENANT = "5b1f3d52-6c0e-4a53-9a53-0e0d2a7c1a01";
  private static final String OID = "e8d7c6b5-2a3f-4e1d-b0c9-8f7e6d5c4b44";
  private static final String CLIENT = "c3b2a190-1f4e-4c3b-a2d1-0e9f8d7c6b33";
  private static final String FED = "2f6a8f10-8a52-4d0c-9a01-6f1b1c9d0f11";
  private static final String SA = "vertex-bridge@vertex-sandbox.iam.gserviceaccount.com";
  private static final String POOL =
      "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/azure/";
  private static final String V2 =
      """
      {"tenants":{"%s":{"apps":{"%s":{"requestedAccessTokenVersion":2}}}},
       "pools":{"azure":{"providers":{"entra":{
         "issuerUri":"https://login.microsoftonline.com/%s/v2.0","allowedAudiences":["%s"]}}}}}
      """
          .formatted(TENANT, FED, TENANT, FED);
  private static final String DIRECT =
      """
      {"apps":{"serviceAccount":""},
       "project":{"bindings":[{"role":"roles/aiplatform.user",
         "members":["principal:%ssubject/%s"]}]}}
      """
          .formatted(POOL, OID);
  private static final String SYSTEM =
      """
      {"functionApp":{"identities":{"%s":{"systemAssigned":true,"resourceId":
        "/subscriptions/s/resourcegroups/rg-bridge/providers/Microsoft.Web/sites/bridge"}}}}
      """
          .formatted(CLIENT);

  private static Stage stage;

  /**
   * @param patches of the standard world
   * @param global whether the alias is called at the global location too
   */
  record Configuration(String name, List<String> patches, boolean global) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Configuration> configurations() {
    List<Configuration> all = new ArrayList<>();
    for (int bits = 0; bits < 16; bits++) {
      boolean v2 = (bits & 1) > 0;
      boolean direct = (bits & 2) > 0;
      boolean system = (bits & 4) > 0;
      boolean global = (bits & 8) > 0;
      List<String> patches = new ArrayList<>();
      if (v2) {
        patches.add(V2);
      }
      if (direct) {
        patches.add(DIRECT);
      }
      if (system) {
        patches.add(SYSTEM);
      }
      all.add(
          new Configuration(
              (v2 ? "v2" : "v1")
                  + (direct ? ", direct" : ", impersonated")
                  + (system ? ", system-assigned" : ", user-assigned")
                  + (global ? ", global" : ", regional"),
              patches,
              global));
    }
    all.add(
        one(
            "both audiences",
            provider("\"allowedAudiences\":[\"api://" + FED + "\",\"" + FED + "\"]")));
    all.add(
        one(
            "two identities and a mapped client",
            provider(
                "\"attributeMapping\":{\"attribute.client\":\"has(assertion.azp)?assertion.azp:assertion.appid\"},"
                    + "\"attributeCondition\":\"assertion.tid=='"
                    + TENANT
                    + "' && assertion.sub in ['11111111-2222-4333-8444-555555555555','"
                    + OID
                    + "']\"")));
    all.add(
        one(
            "bound by attribute",
            provider("\"attributeMapping\":{\"attribute.app\":\"assertion.appid\"}"),
            bindings(
                "roles/iam.workloadIdentityUser",
                "principalSet:" + POOL + "attribute.app/" + CLIENT)));
    all.add(
        one(
            "custom role",
            "{\"roles\":{\"projects/vertex-sandbox/roles/bridge\":[\"aiplatform.endpoints.predict\"]},"
                + "\"project\":{\"bindings\":[{\"role\":\"projects/vertex-sandbox/roles/bridge\",\"members\":[\"serviceAccount:"
                + SA
                + "\"]}]}}"));
    all.add(
        one(
            "token creator",
            bindings(
                "roles/iam.serviceAccountTokenCreator", "principal:" + POOL + "subject/" + OID)));
    all.add(
        one(
            "condition on what was mapped",
            provider(
                "\"attributeCondition\":\"attribute.tid == '"
                    + TENANT
                    + "' && google.subject.startsWith('e8d7') && !has(assertion.upn)\"")));
    return all.stream();
  }

  private static Configuration one(String name, String... patches) {
    return new Configuration(name, List.of(patches), false);
  }

  private static String provider(String fields) {
    return "{\"pools\":{\"azure\":{\"providers\":{\"entra\":{" + fields + "}}}}}";
  }

  private static String bindings(String role, String member) {
    return "{\"serviceAccounts\":{\"%s\":{\"bindings\":[{\"role\":\"%s\",\"members\":[\"%s\"]}]}}}"
        .formatted(SA, role, member);
  }

  @BeforeAll
  static void open(@TempDir Path directory) throws Exception {
    stage = new Stage(directory);
  }

  @AfterAll
  static void close() throws Exception {
    stage.close();
  }

  @BeforeEach
  void careful() throws Exception {
    stage.reset();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void examine_whenTheConfigurationIsRight_thenNothingIsFound(Configuration configuration)
      throws Exception {
    World world = World.standard();
    configuration.patches().forEach(world::patch);
    WorldState right = world.state();
    stage.deployed(right);
    if (configuration.global()) {
      stage.policy(
          policy ->
              policy.replace("\"europe-west4\", \"europe-west1\"", "\"europe-west4\", \"global\""));
    }

    Evidence running = stage.evidence();
    Report live = new Doctor(Catalogue.load()).examine(running);
    Report offline =
        new Doctor(Catalogue.load())
            .examine(
                new Evidence(
                    running.now(),
                    running.settings().map(s -> new AppSettings(s.values(), false)),
                    running.deployment(),
                    running.policy(),
                    Optional.empty()));

    assertThat(live.findings()).allMatch(f -> f.severity() == Severity.INFO);
    assertThat(live.exitCode()).isZero();
    assertThat(running.look(Step.VERTEX)).get().matches(Look::isOk);
    assertThat(offline.findings()).allMatch(f -> f.severity() == Severity.INFO);
  }
}
