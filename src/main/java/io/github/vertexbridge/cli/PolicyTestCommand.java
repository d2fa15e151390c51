package io.github.vertexbridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.PolicyException;
import io.github.vertexbridge.policy.PolicyTests;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Holds a policy file against a table of expected decisions, for your CI.",
      "Prints every row that is decided otherwise as TABLE:LINE: NAME: what is wrong.",
      "Exits 0 if all are as expected, 1 if not or if a file is refused, 2 if one cannot be read."
    })
final class PolicyTestCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "The policy file.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "TABLE",
      description = "The table; its form is policy-tests.schema.json.")
  private Path table = Path.of("");

  @Option(names = "--json", description = "JSON instead of text.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path reading = file;
    try {
      Policy policy = Policy.parse(InputFile.read(file));
      reading = table;
      PolicyTests tests = PolicyTests.parse(InputFile.read(table));
      List<Map<String, Object>> failures = new ArrayList<>();
      for (PolicyTests.Expected test : tests.tests()) {
        Optional<String> wrong = test.differs(policy);
        wrong.ifPresent(why -> failures.add(failure(test, why)));
      }
      print(policy.version(), tests.tests().size(), failures, out);
      return failures.isEmpty() ? 0 : 1;
    } catch (PolicyException e) {
      PolicyCheckCommand.print(e, reading, err);
      return 1;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private static Map<String, Object> failure(PolicyTests.Expected test, String why) {
    Map<String, Object> failure = new LinkedHashMap<>();
    failure.put("line", test.line());
    failure.put("name", test.name());
    failure.put("problem", why);
    return failure;
  }

  private void print(String version, int count, List<Map<String, Object>> failures, PrintWriter out)
      throws IOException {
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("policy", version);
      all.put("tests", count);
      all.put("failures", failures);
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    } else {
      failures.forEach(
          f ->
              out.printf("%s:%s: %s: %s%n", table, f.get("line"), f.get("name"), f.get("problem")));
      out.printf("%d of %d as expected (policy %s)%n", count - failures.size(), count, version);
    }
    out.flush();
  }
}
