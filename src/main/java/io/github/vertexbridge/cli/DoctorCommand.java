package io.github.vertexbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.PolicyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./bridge doctor --infra}: whether deployment, policy and code agree. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Compares what Terraform deployed with the policy file and with the names in the code.",
      "Prints each difference with what was seen, what was expected and the fix. Asks no cloud.",
      "Exits 0 if there is none, 1 if there are some, 2 if it cannot compare."
    })
public final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--infra",
      required = true,
      paramLabel = "EXPORT.json",
      description = "Made by terraform -chdir=infra output -json deployment > EXPORT.json")
  private Path export = Path.of("deployment.json");

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The policy file (${DEFAULT-VALUE}).")
  private Path file = Path.of("src/main/resources/policy.json");

  @Option(names = "--json", description = "One JSON object instead of text.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      Deployment deployment = Deployment.parse(InputFile.read(export), export);
      Policy policy = Policy.parse(InputFile.read(file));
      List<Difference> differences = Drift.between(deployment, policy, file);
      out.print(json ? json(policy, differences) : text(differences));
      out.flush();
      return differences.isEmpty() ? 0 : 1;
    } catch (PolicyException e) {
      PolicyCheckCommand.print(e, file, err);
      return 2;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private String text(List<Difference> differences) {
    StringBuilder text = new StringBuilder();
    for (Difference d : differences) {
      text.append("DRIFT ").append(d.check()).append(": ").append(d.what()).append('\n');
      text.append("  seen      ").append(d.seen()).append('\n');
      text.append("  expected  ").append(d.expected()).append('\n');
      text.append("  fix       ").append(d.fix()).append('\n');
    }
    if (differences.isEmpty()) {
      text.append("no drift between ").append(export).append(" and ").append(file).append('\n');
    } else {
      text.append(differences.size())
          .append(differences.size() == 1 ? " difference" : " differences")
          .append("; after fixing: terraform -chdir=infra output -json deployment > ")
          .append(InputFile.quoted(export))
          .append('\n');
    }
    return text.toString();
  }

  private static String json(Policy policy, List<Difference> differences)
      throws JsonProcessingException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("ok", differences.isEmpty());
    report.put("policyVersion", policy.version());
    report.put("differences", differences);
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }
}
