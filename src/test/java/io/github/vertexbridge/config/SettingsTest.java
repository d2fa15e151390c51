package io.github.vertexbridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ServiceAccount;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final String GUID = "1b2c3d4e-0000-4000-8000-000000000001";

  static Map<String, String> complete() {
    Map<String, String> environment = new HashMap<>();
    environment.put("IDENTITY_ENDPOINT", "http://127.0.0.1:42/msi/token");
    environment.put("IDENTITY_HEADER", "header");
    environment.put("AZURE_CLIENT_ID", GUID);
    environment.put("BRIDGE_TENANT_ID", GUID);
    environment.put("BRIDGE_API_AUDIENCE", "api://" + GUID);
    environment.put("BRIDGE_FEDERATION_RESOURCE", "api://" + GUID);
    environment.put(
        "BRIDGE_WIF_PROVIDER",
        "//iam.googleapis.com/projects/1234/locations/global/workloadIdentityPools/azure/providers/entra");
    environment.put("BRIDGE_GOOGLE_PROJECT", "my-project");
    return environment;
  }

  @Test
  void from_whenComplete_thenDefaultsAreThePublicOnes() throws Exception {
    Settings settings = Settings.from(complete());

    assertThat(settings.google().stsEndpoint()).isEqualTo(URI.create("https://sts.googleapis.com"));
    assertThat(settings.google().iamEndpoint())
        .isEqualTo(URI.create("https://iamcredentials.googleapis.com"));
    assertThat(settings.google().defaultServiceAccount()).isEmpty();
    assertThat(settings.policy()).isEqualTo("classpath:policy.json");
    assertThat(settings.policyReload()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.maxBody()).isEqualTo(20 * 1024 * 1024);
    assertThat(settings.hopTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.platform().slot()).isEqualTo("Production");
  }

  @Test
  void from_whenSevenAreWrong_thenSevenProblemsWithNameFoundExpectedExample() {
    Map<String, String> environment = complete();
    environment.remove("AZURE_CLIENT_ID");
    environment.put("BRIDGE_FEDERATION_RESOURCE", "api://" + GUID + "/.default");
    environment.put(
        "BRIDGE_WIF_PROVIDER",
        "//iam.googleapis.com/projects/my-project/locations/global/workloadIdentityPools/azure/providers/entra");
    environment.put("BRIDGE_STS_ENDPOINT", "http://sts.googleapis.com");
    environment.put("BRIDGE_MAX_BODY", "a lot");
    environment.put("BRIDGE_GOOGLE_PROJECT_NUMBER", "my-project");
    environment.put("BRIDGE_VERTEX_PRIVATE_ENDPOINTS", "1=http://10.0.0.6");

    SettingsException thrown =
        catchThrowableOfType(SettingsException.class, () -> Settings.from(environment));

    assertThat(thrown.problems())
        .extracting(SettingProblem::name)
        .containsExactlyInAnyOrder(
            "AZURE_CLIENT_ID",
            "BRIDGE_FEDERATION_RESOURCE",
            "BRIDGE_WIF_PROVIDER",
            "BRIDGE_STS_ENDPOINT",
            "BRIDGE_GOOGLE_PROJECT_NUMBER",
            "BRIDGE_VERTEX_PRIVATE_ENDPOINTS",
            "BRIDGE_MAX_BODY");
    assertThat(thrown.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.expected()).isNotBlank();
              assertThat(problem.example()).isNotBlank();
            });
    assertThat(thrown).hasMessageContaining("found nothing").hasMessageContaining("'a lot'");
  }

  @Test
  void from_whenATokenWasPastedIntoASetting_thenItIsNotRepeated() {
    Map<String, String> environment = complete();
    environment.put("BRIDGE_GOOGLE_PROJECT", "ya" + "29.c.secretsecret");

    SettingsException thrown =
        catchThrowableOfType(SettingsException.class, () -> Settings.from(environment));

    assertThat(thrown.getMessage()).doesNotContain("secretsecret").contains("[redacted]");
  }

  @Test
  void from_whenTheAppHasNoIdentity_thenTheProblemNamesTheCommand() {
    Map<String, String> environment = complete();
    environment.remove("IDENTITY_ENDPOINT");
    environment.remove("IDENTITY_HEADER");

    SettingsException thrown =
        catchThrowableOfType(SettingsException.class, () -> Settings.from(environment));

    assertThat(thrown.problems())
        .extracting(SettingProblem::name)
        .isEqualTo(List.of("IDENTITY_ENDPOINT", "IDENTITY_HEADER"));
    assertThat(thrown).hasMessageContaining("az functionapp identity assign");
  }

  @Test
  void from_whenEasyAuthIsRequiredButThePlatformHasItOff_thenAProblem() {
    Map<String, String> environment = complete();
    environment.put("BRIDGE_EASY_AUTH", "required");

    SettingsException thrown =
        catchThrowableOfType(SettingsException.class, () -> Settings.from(environment));

    assertThat(thrown.problems())
        .extracting(SettingProblem::name)
        .containsExactly("WEBSITE_AUTH_ENABLED");
  }

  @Test
  void from_whenOverridesAreGiven_thenTheyAreRead() throws Exception {
    Map<String, String> environment = complete();
    environment.put("BRIDGE_DEFAULT_SERVICE_ACCOUNT", "vertex@my-project.iam.gserviceaccount.com");
    environment.put(
        "BRIDGE_VERTEX_ENDPOINT", "europe-west4=https://10.0.0.4,us=https://10.0.0.5:8443");
    environment.put("BRIDGE_POLICY_RELOAD", "0");
    environment.put("BRIDGE_MAX_BODY", "512 KiB");
    environment.put("BRIDGE_GOOGLE_PROJECT_NUMBER", "123456789012");
    environment.put(
        "BRIDGE_VERTEX_PRIVATE_ENDPOINTS", "1234567890=https://10.0.0.6, e-2=https://e.internal");
    environment.put("AzureWebJobsStorage__accountName", "bridge");

    Settings settings = Settings.from(environment);

    assertThat(settings.google().defaultServiceAccount())
        .contains(new ServiceAccount("vertex@my-project.iam.gserviceaccount.com"));
    assertThat(settings.google().vertexEndpoint().of(new Location("us")))
        .contains(URI.create("https://10.0.0.5:8443"));
    assertThat(settings.google().vertexEndpoint().of(new Location("global"))).isEmpty();
    assertThat(settings.google().projectNumber()).contains("123456789012");
    assertThat(settings.google().privateEndpoints())
        .isEqualTo(
            Map.of(
                "1234567890", URI.create("https://10.0.0.6"),
                "e-2", URI.create("https://e.internal")));
    assertThat(settings.maxBody()).isEqualTo(512 * 1024);
    assertThat(settings.storage().queueService())
        .contains(URI.create("https://bridge.queue.core.windows.net"));
  }

  @Test
  void from_whenGuidsAreUpperCase_thenTheyAreLowered() throws Exception {
    Map<String, String> environment = complete();
    environment.put("BRIDGE_TENANT_ID", "1B2C3D4E-0000-4000-8000-00000000000A");

    assertThat(Settings.from(environment).entra().tenant().value())
        .isEqualTo("1b2c3d4e-0000-4000-8000-00000000000a");
  }

  private static List<String> problems(String name, String value) {
    Map<String, String> environment = complete();
    environment.put(name, value);
    try {
      Settings unused = Settings.from(environment, () -> Instant.parse("2026-11-26T12:00:00Z"));
      return List.of();
    } catch (SettingsException e) {
      return e.problems().stream().map(SettingProblem::name).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BRIDGE_LOG_LEVEL, debug, true",
    "BRIDGE_LOG_LEVEL, LOUD, false",
    "BRIDGE_LOG_FORMAT, json, true",
    "BRIDGE_LOG_FORMAT, xml, false",
    "BRIDGE_LOG_BODIES_UNTIL, 2026-11-27T12:00:00Z, true",
    "BRIDGE_LOG_BODIES_UNTIL, 2026-11-27T12:00:01Z, false",
    "BRIDGE_LOG_BODIES_UNTIL, 2026-11-01T12:00:00Z, true",
    "BRIDGE_LOG_BODIES_UNTIL, true, false",
    "BRIDGE_TELEMETRY_DEPENDENCIES, bridge, true",
    "BRIDGE_TELEMETRY_DEPENDENCIES, yes, false",
  })
  void from_thenSettingsOfLogAndTelemetryAreChecked(String name, String value, boolean taken) {
    assertThat(problems(name, value)).isEqualTo(taken ? List.of() : List.of(name));
  }
}
