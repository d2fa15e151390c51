package io.github.vertexbridge.cli;

import static io.github.vertexbridge.cli.Commands.POLICY;
import static io.github.vertexbridge.cli.Commands.run;
import static io.github.vertexbridge.cli.Commands.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertexbridge.cli.Commands.Run;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.target.ActionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  private static final String SUPPORT = "vertex-support@my-vertex-project.iam.gserviceaccount.com";

  @TempDir private Path folder = Path.of("");

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private JsonNode variables(String policy) throws IOException {
    Run run =
        run(
            new PolicyCommand(),
            "terraform",
            write(folder, "p.json", policy).toString(),
            "--out",
            "-");
    assertThat(run.exit()).as(run.err()).isZero();
    return json(run.out());
  }

  @Test
  void check_whenThePolicyIsGood_thenSaysSoAndExits0() throws IOException {
    Path file = write(folder, "policy.json", POLICY);

    Run run = run(new PolicyCommand(), "check", file.toString());

    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith(file + ": no problems (2 rules, 1 aliases, version ");
  }

  @Test
  void check_whenThereAreProblems_thenAllOfThemWithLineAndColumnAndExits1() throws IOException {
    String bad = POLICY.replace("\"global\"", "\"mars-north1\"").replace("\"as\"", "\"az\"");
    Path file = write(folder, "policy.json", bad);

    Run run = run(new PolicyCommand(), "check", file.toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(file + ":8:")
                    .contains("$.rules[0].allow.residency[1]", "mars-north1"),
            line -> assertThat(line).startsWith(file + ":9:").contains("unknown key 'az'"),
            line -> assertThat(line).isEqualTo("2 problems"));
  }

  @Test
  void check_whenThereIsNoSuchFile_thenSaysSoAndExits2() {
    Run run = run(new PolicyCommand(), "check", "no/such/policy.json");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("there is no file no/such/policy.json");
  }

  @Test
  void terraform_thenAccountsPermissionsLocationsAndRolesOfThePolicy() throws IOException {
    assertThat(variables(POLICY))
        .isEqualTo(
            json(
                """
                {
                  "policy_service_accounts": ["%s"],
                  "policy_job_accounts": {},
                  "policy_permissions": { "default": ["aiplatform.endpoints.predict"] },
                  "policy_locations": ["europe-west4", "global"],
                  "policy_app_roles": ["Team.Support"]
                }
                """
                    .formatted(SUPPORT)));
  }

  @Test
  void terraform_whenJobsRunAsAnAccount_thenWhoMayActAsIt() throws IOException {
    String rule =
        """
        { "name": "%s", "callers": { "roles": ["R"] }, %s
          "allow": { "models": ["customJobs/*"], "actions": ["customJobs.create"], "residency": ["europe-*"] },
          "jobs": { "serviceAccount": "vertex-jobs@my-vertex-project.iam.gserviceaccount.com" } }
        """;
    String policy =
        "{\"rules\": ["
            + rule.formatted("one", "")
            + ","
            + rule.formatted("two", "\"as\": \"" + SUPPORT + "\",")
            + "]}";

    assertThat(variables(policy).path("policy_job_accounts"))
        .isEqualTo(
            json(
                "{\"vertex-jobs@my-vertex-project.iam.gserviceaccount.com\": [\"default\", \"%s\"]}"
                    .formatted(SUPPORT)));
  }

  @Test
  void terraform_whenNoLocationIsNamed_thenTheVariableIsLeftOutAndSaid() throws IOException {
    Path file = write(folder, "policy.json", "{\"rules\":[]}");

    Run run = run(new PolicyCommand(), "terraform", file.toString(), "--out", "-");

    assertThat(json(run.out()).has("policy_locations")).isFalse();
    assertThat(json(run.out()).at("/policy_permissions/default/0").asText())
        .isEqualTo("aiplatform.endpoints.predict");
    assertThat(run.err()).contains("policy_locations is left out");
  }

  @Test
  void terraform_whenAFileIsNamed_thenWrittenThere() throws IOException {
    Path file = write(folder, "policy.json", POLICY);
    Path out = folder.resolve("policy.auto.tfvars.json");

    Run run = run(new PolicyCommand(), "terraform", file.toString(), "--out", out.toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(json(Files.readString(out)).has("policy_service_accounts")).isTrue();
    assertThat(run.out()).contains("next: terraform -chdir=infra apply");
  }

  @Test
  void terraform_whenThePolicyIsBad_thenNothingIsWrittenAndExits1() throws IOException {
    Path file = write(folder, "policy.json", POLICY.replace("\"as\"", "\"az\""));
    Path out = folder.resolve("policy.auto.tfvars.json");

    Run run = run(new PolicyCommand(), "terraform", file.toString(), "--out", out.toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("unknown key 'az'");
    assertThat(out).doesNotExist();
  }

  @Test
  void needs_whenARuleNamesTheDefaultAccount_thenItSharesTheDefaultsPermissions() throws Exception {
    CloudNeeds needs =
        CloudNeeds.of(Policy.parse(POLICY), account -> account.value().equals(SUPPORT));

    assertThat(needs.serviceAccounts()).containsExactly(SUPPORT);
    assertThat(needs.permissions().keySet()).containsExactly("default");
  }

  @Test
  void clashes_whenTwoAccountsOfOneNameNeedDifferentPermissions_thenBothAreNamed() {
    TreeSet<String> one = new TreeSet<>(java.util.Set.of("aiplatform.endpoints.explain"));
    java.util.TreeMap<String, java.util.NavigableSet<String>> permissions =
        new java.util.TreeMap<>();
    permissions.put("default", new TreeSet<>());
    permissions.put("team-a@one-project.iam.gserviceaccount.com", one);
    permissions.put("team-a@two-project.iam.gserviceaccount.com", one);

    assertThat(
            new CloudNeeds(
                    new TreeSet<>(),
                    new java.util.TreeMap<>(),
                    permissions,
                    new TreeSet<>(),
                    new TreeSet<>())
                .roleNameClashes())
        .singleElement()
        .asString()
        .contains("team-a@one-project", "team-a@two-project", "rename one");
  }

  /** {@code policy_permissions} refuses anything else at plan. */
  @Test
  void permissionsOfTheActionTable_areOnesThatTerraformAccepts() {
    assertThat(ActionTable.standard().rows())
        .allSatisfy(
            row -> assertThat(row.permission()).matches("aiplatform\\.[a-zA-Z]+\\.[a-zA-Z]+"));
  }

  /** The infrastructure gives every deployment these roles; the code leaves them out. */
  @Test
  void standardRoles_areThoseOfTheListOfNames() throws IOException {
    TreeSet<String> named = new TreeSet<>();
    json(Files.readString(Path.of("infra/names.json")))
        .path("appRoles")
        .fieldNames()
        .forEachRemaining(named::add);

    assertThat(CloudNeeds.STANDARD_ROLES).containsExactlyInAnyOrderElementsOf(named);
  }
}
