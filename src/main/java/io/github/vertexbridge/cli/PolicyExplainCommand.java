package io.github.vertexbridge.cli;

import io.github.vertexbridge.policy.Explanation;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.PolicyException;
import io.github.vertexbridge.policy.Question;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether a caller may make a call, which rule says so, and why the others do not.",
      "Exits 0 if allowed, 1 if denied or the policy is refused, 2 if the question is none.",
    },
    footer = {
      "",
      "./bridge policy explain policy.json --caller application=ID,role=Bridge.Invoke \\",
      "  --call \"generateContent publishers/google/models/gemini-2.5-flash europe-west4\"",
      "./bridge policy explain policy.json --caller queue=vertex-requests --call \"predict iris\""
    })
final class PolicyExplainCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The policy file (${DEFAULT-VALUE}).")
  private Path file = Path.of("src/main/resources/policy.json");

  @Option(
      names = "--caller",
      required = true,
      paramLabel = "NAME=VALUE,…",
      description = "Who: application, object, role, group, tenant with their values, or queue.")
  private String caller = "";

  @Option(
      names = "--call",
      required = true,
      paramLabel = "CALL",
      description = "What: ACTION MODEL LOCATION or ACTION ALIAS, in quotation marks.")
  private String call = "";

  @Option(names = "--json", description = "JSON instead of text.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      Question question = Question.of(caller, call);
      Explanation answer = question.ask(Policy.parse(InputFile.read(file)));
      if (json) {
        out.println(answer.toJson());
      } else {
        print(answer, out);
      }
      out.flush();
      return answer.decision().allowed() ? 0 : 1;
    } catch (PolicyException e) {
      PolicyCheckCommand.print(e, file, err);
      return 1;
    } catch (IllegalArgumentException | IOException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private static void print(Explanation answer, PrintWriter out) {
    out.println(answer.decision().allowed() ? "allowed" : "denied");
    out.println("  " + answer.decision().reason());
    answer.decision().shadow().ifPresent(note -> out.println("  " + note));
    for (Explanation.Verdict verdict : answer.rules()) {
      out.printf(
          "  rule %s%s: %s%n",
          verdict.rule(),
          verdict.shadow() ? " (shadow)" : "",
          verdict.matches() ? "matches" : "does not match: " + verdict.whyNot());
    }
  }
}
