package io.github.vertexbridge.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What was deployed on both clouds: Terraform's output {@code deployment}, whose form is {@code
 * deployment.schema.json}. What an export lacks is empty here and named in {@link #problems()}.
 *
 * @param tenantId of Entra
 * @param principal the one federated principal, {@code principal://…}
 * @param audience the provider as the STS is asked for it, {@code //iam.googleapis.com/…}
 * @param problems what is missing or has another form, a sentence each
 */
public record Deployment(
    String tenantId,
    App app,
    Identity identity,
    Entra entra,
    Storage storage,
    Google google,
    String principal,
    String audience,
    List<String> problems) {

  public Deployment {
    problems = List.copyOf(problems);
  }

  /** The function app, and the name of its other slot. */
  public record App(String name, String group, String slot) {}

  /** The app's managed identity. */
  public record Identity(String clientId, String objectId, String resourceId) {}

  /**
   * The registrations.
   *
   * @param federationTokenVersion version of tokens for the federation app, if the export says
   * @param appRoles of the API application
   */
  public record Entra(
      String federationClientId,
      String federationResource,
      OptionalInt federationTokenVersion,
      String apiClientId,
      String apiResource,
      List<String> appRoles) {}

  /** The app's storage account. */
  public record Storage(String account, List<String> queues) {}

  /**
   * Google's side.
   *
   * @param access {@code impersonate} or {@code direct}
   * @param defaultServiceAccount empty if {@code direct}
   * @param provider empty if there is none in the pool
   * @param serviceAccounts by address
   * @param roles permissions by the name of a custom role
   * @param auditConfigs log types by service, if the export says
   */
  public record Google(
      String projectId,
      String projectNumber,
      String access,
      String defaultServiceAccount,
      List<String> locations,
      Pool pool,
      Optional<Provider> provider,
      Map<String, Account> serviceAccounts,
      List<Binding> projectBindings,
      Map<String, List<String>> roles,
      Optional<Map<String, Set<String>>> auditConfigs) {}

  /** The workload identity pool; {@code projects/NUMBER/locations/global/…}. */
  public record Pool(String name, boolean disabled, boolean deleted) {}

  /**
   * Its OIDC provider.
   *
   * @param attributeMapping CEL by target
   * @param attributeCondition CEL, empty: everybody
   * @param jwksJson uploaded keys; empty: Google reads the issuer's
   */
  public record Provider(
      String name,
      boolean disabled,
      boolean deleted,
      Map<String, String> attributeMapping,
      String attributeCondition,
      String issuerUri,
      List<String> allowedAudiences,
      String jwksJson) {}

  /** A service account that calls can go as, and who may act as it. */
  public record Account(boolean disabled, List<Binding> bindings) {}

  /** A role, and who has it. */
  public record Binding(String role, List<String> members) {}

  /**
   * Reads an export. Half of one is read as far as it goes.
   *
   * @param file its name, for messages
   * @throws IOException with a sentence for people if it is none
   */
  public static Deployment parse(String text, String file) throws IOException {
    return DeploymentReader.read(text, file);
  }
}
