package io.github.vertexbridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.PolicyException;
import io.github.vertexbridge.policy.PolicyProblem;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a policy file as the app does when it starts.",
      "Prints every problem as FILE:LINE:COLUMN: PATH: what is wrong. If there is none, prints",
      "warnings in the same way: rules never reached or very wide, limits that make no sense.",
      "Exits 0 if there is none, 1 if there are some, 2 if the file cannot be read."
    })
final class PolicyCheckCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The policy file (${DEFAULT-VALUE}).")
  private Path file = Path.of("src/main/resources/policy.json");

  @Option(names = "--json", description = "JSON instead of text.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      String text = InputFile.read(file);
      Policy policy = Policy.parse(text);
      List<PolicyProblem> warnings = Policy.warnings(text);
      if (json) {
        printJson(policy.version(), List.of(), warnings, out);
        return 0;
      }
      if (!warnings.isEmpty()) {
        print(warnings, "warning", file, out);
      }
      out.printf(
          "%s: no problems (%d rules, %d aliases, version %s)%n",
          file, policy.needs().size(), policy.aliases().size(), policy.version());
      return 0;
    } catch (PolicyException e) {
      if (json) {
        printJson("", e.problems(), List.of(), out);
      } else {
        print(e, file, out);
      }
      return 1;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private static void printJson(
      String version, List<PolicyProblem> problems, List<PolicyProblem> warnings, PrintWriter to) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("version", version);
    all.put("problems", problems.stream().map(PolicyCheckCommand::map).toList());
    all.put("warnings", warnings.stream().map(PolicyCheckCommand::map).toList());
    to.println(new ObjectMapper().valueToTree(all).toPrettyString());
    to.flush();
  }

  private static Map<String, Object> map(PolicyProblem problem) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("line", problem.line());
    map.put("column", problem.column());
    map.put("path", problem.path());
    map.put("message", problem.message());
    return map;
  }

  /** Every problem, in the form that editors and terminals make links of. */
  static void print(PolicyException refused, Path file, PrintWriter to) {
    print(refused.problems(), "problem", file, to);
  }

  /**
   * The same for problems or warnings.
   *
   * @param noun what they are
   */
  private static void print(List<PolicyProblem> problems, String noun, Path file, PrintWriter to) {
    String label = noun.equals("warning") ? "warning: " : "";
    for (PolicyProblem problem : problems) {
      to.printf(
          "%s:%d:%d: %s%s: %s%n",
          file, problem.line(), problem.column(), label, problem.path(), problem.message());
    }
    int count = problems.size();
    to.printf("%d %s%s%n", count, noun, count == 1 ? "" : "s");
  }
}
