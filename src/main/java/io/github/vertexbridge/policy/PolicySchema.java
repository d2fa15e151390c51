package io.github.vertexbridge.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Checks files against their schemas (JSON Schema, draft 2020-12). */
final class PolicySchema {
  /** Of policies. */
  static final String POLICY = "/policy.schema.json";

  /** Of tables of expected decisions. */
  static final String TESTS = "/policy-tests.schema.json";

  private PolicySchema() {}

  static List<PolicyProblem> check(String schema, JsonNode file, SourceMap source) {
    return load(schema).validate(file).stream()
        // Words for "either a model or an endpoint" are better than the schema's: see PolicyReader.
        .filter(m -> !m.getEvaluationPath().toString().contains("/oneOf"))
        .map(m -> source.problem(place(m), words(m)))
        .toList();
  }

  private static String place(ValidationMessage message) {
    boolean key =
        message.getType().equals("additionalProperties")
            || message.getType().equals("propertyNames");
    return message.getInstanceLocation() + (key ? "/" + Json.escaped(message.getProperty()) : "");
  }

  private static String words(ValidationMessage message) {
    return message.getType().equals("additionalProperties")
        ? "unknown key '" + message.getProperty() + "'"
        : message.getError();
  }

  private static JsonSchema load(String resource) {
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .errorMessageKeyword("errorMessage")
            .locale(Locale.ENGLISH)
            .build();
    try (InputStream schema =
        Objects.requireNonNull(PolicySchema.class.getResourceAsStream(resource), resource)) {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
