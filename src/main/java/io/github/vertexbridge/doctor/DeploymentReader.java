package io.github.vertexbridge.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.github.vertexbridge.call.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads a {@link Deployment} and checks its form against {@code deployment.schema.json}. */
final class DeploymentReader {
  private static final int VERSION = 1;
  private static final String SCHEMA = "deployment.schema.json";
  private static final String COMMAND =
      "terraform -chdir=infra output -json deployment > deployment.json";
  private static final String DELETED = "DELETED";

  private DeploymentReader() {}

  static Deployment read(String text, String file) throws IOException {
    JsonNode tree;
    try {
      tree = new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not JSON: make it anew: " + COMMAND, e);
    }
    if (!tree.path("version").isInt() || !tree.path("google").isObject()) {
      throw new IOException(
          file + " is not Terraform's output named deployment: make it anew: " + COMMAND);
    }
    if (tree.path("version").asInt() != VERSION) {
      throw new IOException(
          "%s has version %s, and this doctor reads version %d: take both of one release"
              .formatted(file, tree.path("version").asText(), VERSION));
    }
    return new Deployment(
        text(tree, "tenantId"),
        app(tree.path("app")),
        identity(tree.path("identity")),
        entra(tree.path("entra")),
        new Deployment.Storage(
            text(tree.path("storage"), "account"), texts(tree.path("storage").path("queues"))),
        google(tree.path("google")),
        text(tree, "principal"),
        text(tree, "audience"),
        problems(tree, file));
  }

  private static List<String> problems(JsonNode tree, String file) throws IOException {
    List<String> problems = new ArrayList<>();
    for (ValidationMessage message : schema().validate(tree)) {
      problems.add(
          file + ": " + Redaction.scrub(message.getMessage()) + "; make it anew: " + COMMAND);
    }
    return problems;
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream stream = DeploymentReader.class.getClassLoader().getResourceAsStream(SCHEMA)) {
      if (stream == null) {
        throw new IllegalStateException("no " + SCHEMA + " on the class path");
      }
      SchemaValidatorsConfig english =
          SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build();
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(stream, english);
    }
  }

  private static Deployment.App app(JsonNode node) {
    return new Deployment.App(text(node, "name"), text(node, "resource_group"), text(node, "slot"));
  }

  private static Deployment.Identity identity(JsonNode node) {
    return new Deployment.Identity(
        text(node, "client_id"), text(node, "object_id"), text(node, "resource_id"));
  }

  private static Deployment.Entra entra(JsonNode node) {
    JsonNode version = node.path("federation_token_version");
    return new Deployment.Entra(
        text(node, "federation_client_id"),
        text(node, "federation_resource"),
        version.isInt() ? OptionalInt.of(version.asInt()) : OptionalInt.empty(),
        text(node, "api_client_id"),
        text(node, "api_resource"),
        texts(node.path("app_roles")));
  }

  private static Deployment.Google google(JsonNode node) {
    Map<String, Set<String>> audit = new TreeMap<>();
    for (JsonNode config : node.path("auditConfigs")) {
      Set<String> types = audit.computeIfAbsent(text(config, "service"), s -> new TreeSet<>());
      config.path("auditLogConfigs").forEach(log -> types.add(text(log, "logType")));
    }
    return new Deployment.Google(
        text(node, "projectId"),
        text(node, "projectNumber"),
        text(node, "access"),
        text(node, "defaultServiceAccount"),
        texts(node.path("locations")),
        new Deployment.Pool(
            text(node.path("pool"), "name"),
            node.path("pool").path("disabled").asBoolean(),
            text(node.path("pool"), "state").equals(DELETED)),
        node.path("provider").isObject()
            ? Optional.of(provider(node.path("provider")))
            : Optional.empty(),
        map(
            node.path("serviceAccounts"),
            account ->
                new Deployment.Account(
                    account.path("disabled").asBoolean(), bindings(account.path("bindings")))),
        bindings(node.path("projectBindings")),
        map(node.path("roles"), DeploymentReader::texts),
        node.path("auditConfigs").isArray() ? Optional.of(audit) : Optional.empty());
  }

  private static Deployment.Provider provider(JsonNode node) {
    return new Deployment.Provider(
        text(node, "name"),
        node.path("disabled").asBoolean(),
        text(node, "state").equals(DELETED),
        map(node.path("attributeMapping"), JsonNode::asText),
        text(node, "attributeCondition"),
        text(node.path("oidc"), "issuerUri"),
        texts(node.path("oidc").path("allowedAudiences")),
        text(node.path("oidc"), "jwksJson"));
  }

  private static List<Deployment.Binding> bindings(JsonNode array) {
    List<Deployment.Binding> bindings = new ArrayList<>();
    array.forEach(
        node ->
            bindings.add(new Deployment.Binding(text(node, "role"), texts(node.path("members")))));
    return List.copyOf(bindings);
  }

  private static <T> Map<String, T> map(JsonNode object, Function<JsonNode, T> reader) {
    Map<String, T> map = new LinkedHashMap<>();
    object.fields().forEachRemaining(e -> map.put(e.getKey(), reader.apply(e.getValue())));
    return Collections.unmodifiableMap(map);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return List.copyOf(texts);
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).isValueNode() && !node.path(name).isNull()
        ? node.path(name).asText()
        : "";
  }
}
