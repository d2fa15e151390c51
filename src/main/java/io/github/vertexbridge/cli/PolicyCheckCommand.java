package io.github.vertexbridge.cli;

import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.PolicyException;
import io.github.vertexbridge.policy.PolicyProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a policy file as the app does when it starts.",
      "Prints every problem as FILE:LINE:COLUMN: PATH: what is wrong.",
      "Exits 0 if there is none, 1 if there are some, 2 if the file cannot be read."
    })
final class PolicyCheckCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The policy file (${DEFAULT-VALUE}).")
  private Path file = Path.of("src/main/resources/policy.json");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      Policy policy = Policy.parse(InputFile.read(file));
      out.printf(
          "%s: no problems (%d rules, %d aliases, version %s)%n",
          file, policy.needs().size(), policy.aliases().size(), policy.version());
      return 0;
    } catch (PolicyException e) {
      print(e, file, out);
      return 1;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  /** Every problem in the form that editors and terminals make links of. */
  static void print(PolicyException refused, Path file, PrintWriter to) {
    for (PolicyProblem problem : refused.problems()) {
      to.printf(
          "%s:%d:%d: %s: %s%n",
          file, problem.line(), problem.column(), problem.path(), problem.message());
    }
    int count = refused.problems().size();
    to.printf("%d %s%n", count, count == 1 ? "problem" : "problems");
  }
}
