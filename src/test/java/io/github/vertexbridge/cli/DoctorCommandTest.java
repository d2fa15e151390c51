package io.github.vertexbridge.cli;

import static io.github.vertexbridge.cli.Commands.POLICY;
import static io.github.vertexbridge.cli.Commands.run;
import static io.github.vertexbridge.cli.Commands.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertexbridge.cli.Commands.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doctor over what Terraform's outputs are for sample plans, as they are and changed. */
class DoctorCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLAIN =
      """
      { "aliases": { "chat": { "model": "publishers/google/models/gemini-2.5-flash", "locations": ["europe-west4"] } },
        "rules": [ { "name": "all", "callers": { "roles": ["Bridge.Invoke"] },
          "allow": { "models": ["chat"], "actions": ["generateContent"], "residency": ["europe-*"] } } ] }
      """;

  @TempDir private Path folder = Path.of("");

  private static ObjectNode sample(String name) throws IOException {
    String text = Files.readString(Path.of("infra/tests/samples", name + ".json"));
    return (ObjectNode) JSON.readTree(text).path("deployment");
  }

  private static DoctorCommand command() {
    return new DoctorCommand(
        (page, token) -> {
          throw new IOException("nobody is there");
        },
        InstantSource.system());
  }

  private Run doctor(JsonNode deployment, String policy, String... more) throws IOException {
    Path export = write(folder, "deployment.json", deployment.toString());
    Path file = write(folder, "policy.json", policy);
    return run(
        command(),
        Stream.concat(
                Stream.of("--infra", export.toString(), "--policy", file.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"impersonate", "direct"})
  void doctor_whenDeploymentAndPolicyAgree_thenNoDriftAndExits0(String name) throws IOException {
    Run run = doctor(sample(name), PLAIN);

    assertThat(run.out()).startsWith("no drift between");
    assertThat(run.exit()).isZero();
  }

  @Test
  void doctor_whenThePolicyNeedsMore_thenEachDifferenceWithSeenExpectedAndTheFix()
      throws IOException {
    Run run = doctor(sample("impersonate"), POLICY);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "DRIFT service-accounts: vertex-support@my-vertex-project.iam.gserviceaccount.com",
            "  seen      not deployed",
            "  seen      has nothing",
            "  expected  has aiplatform.endpoints.predict, which the actions of its rules need",
            "  seen      europe-west4\n  expected  europe-west4, global",
            "  expected  Bridge.Invoke, Bridge.Operate, Team.Support",
            "  fix       ./bridge policy terraform "
                + folder.resolve("policy.json")
                + " && terraform -chdir=infra apply",
            "4 differences");
  }

  @Test
  void doctor_whenTheDeploymentHasMore_thenAccountsAndPermissionsThatNoRuleNeeds()
      throws IOException {
    JsonNode report = JSON.readTree(doctor(sample("policy"), PLAIN, "--json").out());

    assertThat(report.path("ok").asBoolean()).isFalse();
    assertThat(report.path("differences").findValuesAsText("check"))
        .contains("service-accounts", "permissions", "app-roles")
        .doesNotContain("trust", "queues");
    assertThat(report.toString())
        .contains("vertexBridge_vertex_support", "allows aiplatform.endpoints.explain");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("queues", d -> at(d, "/storage/queues", ArrayNode.class).remove(0)),
        fault("queues", d -> at(d, "/storage/queues", ArrayNode.class).add("left-over")),
        fault("trust", d -> at(d, "/identity").put("object_id", "another")),
        fault("trust", d -> d.put("audience", "//iam.googleapis.com/projects/1/other")),
        fault("trust", d -> at(d, "/google/provider").put("attributeCondition", "true")),
        fault(
            "trust",
            d ->
                at(
                        d,
                        "/google/serviceAccounts/vertex-bridge@my-vertex-project.iam.gserviceaccount.com"
                            + "/bindings/0/members",
                        ArrayNode.class)
                    .add("principalSet://iam.googleapis.com/pool/*")),
        fault("switches", d -> at(d, "/google/pool").put("disabled", true)),
        fault("permissions", d -> at(d, "/google/projectBindings", ArrayNode.class).removeAll()),
        fault("locations", d -> at(d, "/google/locations", ArrayNode.class).add("us-central1")),
        fault("app-roles", d -> at(d, "/entra/app_roles", ArrayNode.class).remove(1)));
  }

  private static Arguments fault(String check, Consumer<ObjectNode> change) {
    return Arguments.of(check, change);
  }

  private static ObjectNode at(ObjectNode tree, String pointer) {
    return at(tree, pointer, ObjectNode.class);
  }

  private static <T extends JsonNode> T at(ObjectNode tree, String pointer, Class<T> type) {
    return type.cast(tree.at(pointer));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("faults")
  void doctor_whenOneThingDiffers_thenOnlyItsCheckSaysSo(String check, Consumer<ObjectNode> change)
      throws IOException {
    ObjectNode deployment = sample("impersonate");
    change.accept(deployment);

    Run run = doctor(deployment, PLAIN, "--json");

    assertThat(run.exit()).as(run.out()).isEqualTo(1);
    assertThat(JSON.readTree(run.out()).path("differences"))
        .isNotEmpty()
        .allSatisfy(
            d -> {
              assertThat(d.path("check").asText()).isEqualTo(check);
              assertThat(d.path("fix").asText()).isNotBlank();
              assertThat(d.path("seen").asText()).isNotEqualTo(d.path("expected").asText());
            });
  }

  @Test
  void doctor_whenARuleIsForAQueueThatNobodyReads_thenSaysWhichRule() throws IOException {
    Run run =
        doctor(
            sample("impersonate"),
            PLAIN.replace("\"roles\": [\"Bridge.Invoke\"]", "\"queues\": [\"orders\"]"));

    assertThat(run.out()).contains("DRIFT queues-of-rules: rule all", "for queue orders");
  }

  @Test
  void doctor_whenTheExportIsSomethingElse_thenSaysHowToMakeItAndExits2() throws IOException {
    ObjectNode old = sample("impersonate");
    at(old, "/google").remove("roles");

    assertThat(doctor(JSON.createObjectNode(), PLAIN))
        .satisfies(
            run -> assertThat(run.exit()).isEqualTo(2),
            run ->
                assertThat(run.err()).contains("terraform -chdir=infra output -json deployment"));
    assertThat(doctor(old, PLAIN))
        .satisfies(
            run -> assertThat(run.exit()).isEqualTo(2),
            run -> assertThat(run.err()).contains("roles"));
    assertThat(doctor(sample("impersonate").put("version", 9), PLAIN).err())
        .contains("has version 9");
  }

  @Test
  void doctor_whenNothingIsNamed_thenUsageAndExits2() {
    Run run = run(command());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--infra");
  }
}
