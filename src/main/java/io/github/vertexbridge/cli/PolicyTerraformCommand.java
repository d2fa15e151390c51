package io.github.vertexbridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.PolicyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "terraform",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what a policy file needs on both clouds as Terraform variables.",
      "These are service accounts, their permissions, locations and app roles;"
          + " terraform -chdir=infra apply reads them.",
      "Exits 0 if written, 1 if the policy is refused, 2 if a file cannot be read or written."
    })
final class PolicyTerraformCommand implements Callable<Integer> {
  private static final String STDOUT = "-";

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The policy file (${DEFAULT-VALUE}).")
  private Path file = Path.of("src/main/resources/policy.json");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write; - is standard output (${DEFAULT-VALUE}).")
  private String out = "infra/policy.auto.tfvars.json";

  @Option(
      names = "--default-service-account-id",
      paramLabel = "ID",
      description = "As the Terraform variable of that name, if you set it (${DEFAULT-VALUE}).")
  private String defaultAccount = "vertex-bridge";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter print = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      CloudNeeds needs =
          CloudNeeds.of(
              Policy.parse(InputFile.read(file)),
              account -> account.value().startsWith(defaultAccount + "@"));
      List<String> clashes = needs.roleNameClashes();
      if (!clashes.isEmpty()) {
        clashes.forEach(err::println);
        return 1;
      }
      String json = json(needs);
      if (out.equals(STDOUT)) {
        print.print(json);
        print.flush();
      } else {
        Files.writeString(Path.of(out), json);
        print.printf(
            "wrote %s: %d service accounts, %d custom roles, %d locations, %d app roles%n",
            out,
            needs.serviceAccounts().size(),
            needs.permissions().size(),
            needs.locations().size(),
            needs.appRoles().size());
        print.println("next: terraform -chdir=infra apply");
      }
      if (needs.locations().isEmpty()) {
        err.println(
            "policy_locations is left out: neither an alias nor a residency names a location"
                + " without a pattern");
      }
      return 0;
    } catch (PolicyException e) {
      PolicyCheckCommand.print(e, file, err);
      return 1;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  /** The five variables of {@code infra/variables_policy.tf}. */
  private static String json(CloudNeeds needs) throws IOException {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("policy_service_accounts", needs.serviceAccounts());
    variables.put("policy_job_accounts", needs.jobAccounts());
    variables.put("policy_permissions", needs.permissions());
    if (!needs.locations().isEmpty()) {
      variables.put("policy_locations", needs.locations());
    }
    variables.put("policy_app_roles", needs.appRoles());
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(variables) + "\n";
  }
}
