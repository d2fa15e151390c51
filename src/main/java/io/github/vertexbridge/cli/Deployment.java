package io.github.vertexbridge.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What Terraform says that it has made: its output {@code deployment}, as far as it is compared.
 *
 * @param version of this form
 * @param principal the one federated principal, {@code principal://…}
 * @param audience the provider as the STS is asked for it
 */
record Deployment(
    int version,
    String tenantId,
    Identity identity,
    Entra entra,
    Storage storage,
    Google google,
    String principal,
    String audience) {
  private static final int VERSION = 1;
  private static final String COMMAND =
      "terraform -chdir=infra output -json deployment > deployment.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /** The app's managed identity. */
  record Identity(@JsonProperty("object_id") String objectId) {}

  /** App roles of the API application. */
  record Entra(@JsonProperty("app_roles") List<String> appRoles) {}

  /** The app's storage account. */
  record Storage(String account, List<String> queues) {}

  /**
   * Google's side.
   *
   * @param access {@code impersonate} or {@code direct}
   * @param defaultServiceAccount empty if {@code direct}
   * @param serviceAccounts by address
   * @param roles permissions by the name of a custom role
   */
  record Google(
      String projectId,
      String projectNumber,
      String access,
      String defaultServiceAccount,
      List<String> locations,
      Pool pool,
      Provider provider,
      Map<String, Account> serviceAccounts,
      List<Binding> projectBindings,
      Map<String, List<String>> roles) {}

  /** The workload identity pool; {@code projects/NUMBER/locations/global/…}. */
  record Pool(String name, boolean disabled) {}

  /** Its provider. */
  record Provider(String name, boolean disabled, String attributeCondition) {}

  /** A service account that calls can go as, and who may act as it. */
  record Account(List<Binding> bindings) {}

  /** A role, and who has it. */
  record Binding(String role, List<String> members) {}

  /**
   * Reads an export.
   *
   * @param file its name, for messages
   * @throws IOException with a sentence for people if it is none
   */
  static Deployment parse(String text, Path file) throws IOException {
    JsonNode tree;
    try {
      tree = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not JSON: make it anew: " + COMMAND, e);
    }
    if (!tree.path("version").isInt() || !tree.has("google")) {
      throw new IOException(
          file + " is not Terraform's output named deployment: make it anew: " + COMMAND);
    }
    if (tree.path("version").asInt() != VERSION) {
      throw new IOException(
          "%s has version %s, and this doctor reads version %d: take both of one release"
              .formatted(file, tree.path("version").asText(), VERSION));
    }
    try {
      return JSON.treeToValue(tree, Deployment.class);
    } catch (JsonProcessingException e) {
      throw new IOException(
          file
              + " lacks something: "
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + ": make it anew: "
              + COMMAND,
          e);
    }
  }
}
